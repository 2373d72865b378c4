import { can } from '@lectern/access';
import { type CourseId, isTombstone, type PersonEntry } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { FOR_EVER, type LocalSearchAnswer } from '@lectern/sync-client';
import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useCare } from '../../hooks/use-care.ts';
import { useMarkAllRead } from '../../hooks/use-mark-all-read.ts';
import { useMe } from '../../hooks/use-me.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { keysWords } from '../../words/keys.ts';
import { switcherWords } from '../../words/switcher.ts';
import { words } from '../../words/words.ts';
import { messageAddress } from '../channel/addresses.ts';
import type { Dialogs } from '../shell/dialogs.tsx';
import { channelIcons } from '../shell/sidebar-row.tsx';
import type { SwitcherOption } from './options.ts';

/** Everything that the switcher can lead to, but for messages. */
export function usePlaces(showDialog: Dialogs['show']): readonly SwitcherOption[] {
  const { hub } = usePage();
  const me = useMe();
  const sidebar = useSidebar();
  const setCare = useCare();
  const markAllRead = useMarkAllRead();
  const [path, navigate] = useLocation();
  const people = useEveryone();
  const manyCourses = sidebar.courses.length > 1;

  const go = (href: string) => () => navigate(href);
  const command = (
    key: string,
    icon: SwitcherOption['icon'],
    label: string,
    run: () => void,
  ): SwitcherOption => ({
    ...{ key, group: 'command', icon, label, run },
  });
  const open = findChannel(sidebar, (/^\/c\/([^/]+)/.exec(path)?.[1] ?? '') as never);
  return [
    ...sidebar.courses.flatMap((course) =>
      course.channels.map(
        (channel): SwitcherOption => ({
          key: channel.id,
          group: 'channel',
          icon: channelIcons[channel.type],
          label: channel.name,
          ...(manyCourses ? { detail: course.name } : {}),
          isNew: channel.isNew,
          run: go(`/c/${channel.id}`),
        }),
      ),
    ),
    ...people.map(
      ({ id, name, handle }): SwitcherOption => ({
        key: id,
        group: 'person',
        icon: 'people',
        label: name,
        detail: `@${handle}`,
        run: go(`/search?q=${encodeURIComponent(`from:@${handle} `)}`),
      }),
    ),
    ...(open?.isIn
      ? [
          command(
            'mute',
            open.entry.isMuted ? 'bell' : 'bellOff',
            (open.entry.isMuted ? switcherWords.unmute : switcherWords.mute)(open.entry.name),
            () =>
              setCare(open.entry.id, {
                ...open.entry.care,
                mutedUntil: open.entry.isMuted ? null : FOR_EVER,
              }),
          ),
        ]
      : []),
    command('read', 'check', words.sidebar.markAllRead, () => void markAllRead(null)),
    command('notifications', 'bell', words.sidebar.notifications, go('/notifications')),
    command('saved', 'bookmark', words.sidebar.saved, go('/saved')),
    command('settings', 'gear', words.sidebar.settings, go('/settings')),
    command('keys', 'info', keysWords.title, () => showDialog({ kind: 'keys' })),
    ...sidebar.courses.flatMap((course) => [
      command(`home ${course.id}`, 'home', course.name, go(`/course/${course.id}`)),
      command(`browse ${course.id}`, 'hash', switcherWords.browse(course.name), () =>
        showDialog({ kind: 'browse-channels', course: course.id }),
      ),
      ...(can(actorInCourse(me, course), 'channel.create', { type: 'private' })
        ? [
            command(`create ${course.id}`, 'plus', switcherWords.create(course.name), () =>
              showDialog({ kind: 'create-channel', course: course.id }),
            ),
          ]
        : []),
    ]),
    ...(['light', 'dark', 'system'] as const).map((theme) =>
      command(`theme ${theme}`, 'gear', switcherWords.theme[theme], () => {
        void hub.command('saveSettings', { theme }).catch(() => {});
      }),
    ),
  ];
}

/** Messages are looked for this long after the last key, in milliseconds: every letter would be a search of its own. */
const PAUSE_MS = 120;
const MOST_MESSAGES = 4;

/** Messages on this device that answer what was typed. */
export function useMessages(typed: string): readonly SwitcherOption[] {
  const { hub } = usePage();
  const sidebar = useSidebar();
  const [, navigate] = useLocation();
  const [found, setFound] = useState<{ q: string; answer: LocalSearchAnswer } | null>(null);
  const q = typed.trim();
  useEffect(() => {
    if (q.length < 2) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      const asked = { q, order: 'relevance', limit: MOST_MESSAGES } as const;
      const answer = await hub.command('search', asked).catch(() => null);
      if (!isOver && answer) setFound({ q, answer });
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [hub, q]);
  return useMemo(() => {
    if (found === null || q.length < 2) return [];
    return found.answer.hits.flatMap(({ message }): SwitcherOption[] => {
      const place = findChannel(sidebar, message.channel);
      if (!place || isTombstone(message)) return [];
      return [
        {
          key: message.id,
          group: 'message',
          icon: 'thread',
          label: plainText(message.body).replaceAll(/\s+/g, ' '),
          detail: `#${place.entry.name}`,
          run: () => navigate(messageAddress(message.channel, message)),
        },
      ];
    });
  }, [found, q, sidebar, navigate]);
}

/** The people of all courses, each once. */
function useEveryone(): readonly PersonEntry[] {
  const { views } = usePage();
  const sidebar = useSidebar();
  const [known, setKnown] = useState<ReadonlyMap<CourseId, readonly PersonEntry[]>>(new Map());
  const courses = sidebar.courses.map(({ id }) => id).join();
  useEffect(() => {
    let isOver = false;
    // Each as it comes: a course of which nothing is stored keeps nobody of the others away.
    for (const id of courses.split(',').filter(Boolean) as CourseId[]) {
      void views
        .when('people', { course: id }, (view) => view.ready)
        .then(({ people }) => {
          if (!isOver) setKnown((before) => new Map(before).set(id, people));
        });
    }
    return () => {
      isOver = true;
    };
  }, [views, courses]);
  return useMemo(
    () => [...new Map([...known.values()].flat().map((person) => [person.id, person])).values()],
    [known],
  );
}
