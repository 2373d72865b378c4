import { conversationKey, conversationOf } from '@lectern/contracts';
import type { ConnectionView, PendingOp } from '../port-values.ts';
import type { Topic } from '../topics.ts';
import type { OpenView, ViewOpeners } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { openLazily } from './lazily.ts';
import { openSidebar } from './open-sidebar.ts';
import { settingsOf } from './settings.ts';
import { openStorageView } from './storage.ts';
import { openTimeline } from './timeline.ts';

/** Every view of the port. */
export function viewOpeners(context: ViewContext): ViewOpeners {
  const made = <Value>(
    topics: readonly Topic[],
    changed: () => void,
    read: () => Value | undefined,
  ): OpenView<Value> => ({
    read,
    close: context.topics.on([...topics, 'session'], changed),
  });
  const marks = <Value>(
    changed: () => void,
    open: (views: typeof import('./mark-views.ts')) => OpenView<Value>,
  ): OpenView<Value> =>
    openLazily(async () => open(await import('./mark-views.ts')), changed, context.onFault);
  const history = <Value>(
    changed: () => void,
    open: (views: typeof import('./history-views.ts')) => OpenView<Value>,
  ): OpenView<Value> =>
    openLazily(async () => open(await import('./history-views.ts')), changed, context.onFault);
  const notes = <Value>(
    changed: () => void,
    open: (views: typeof import('./note-views.ts')) => OpenView<Value>,
  ): OpenView<Value> =>
    openLazily(async () => open(await import('./note-views.ts')), changed, context.onFault);
  return {
    session: (_, changed) => made(['journal'], changed, () => context.session()),
    connection: (_, changed) =>
      made(['connection', 'journal', 'unsentNotes'], changed, () => readConnection(context)),
    sidebar: (_, changed) => openSidebar(context, changed),
    timeline: (window, changed) => openTimeline(context, window, changed),
    thread: (window, changed) =>
      openLazily(
        async () => (await import('./thread.ts')).openThread(context, window, changed),
        changed,
        context.onFault,
      ),
    pins: ({ channel }, changed) => marks(changed, ({ openPins }) => openPins(context, channel, changed)),
    questions: ({ channel }, changed) =>
      marks(changed, ({ openQuestions }) => openQuestions(context, channel, changed)),
    saved: (_, changed) => marks(changed, ({ openSaved }) => openSaved(context, changed)),
    reminders: (_, changed) => marks(changed, ({ openReminders }) => openReminders(context, changed)),
    people: ({ course }, changed) =>
      made(['facts', 'presence'], changed, () => {
        const person = context.person();
        const facts = person?.catalog.courses[course];
        return {
          people: facts?.people ?? [],
          presence: person?.presence.in(course) ?? [],
          ready: facts !== undefined,
        };
      }),
    typing: ({ channel }, changed) =>
      made(['typing'], changed, () => context.person()?.presence.typingIn(channel) ?? []),
    pending: (_, changed) => made(['journal', 'connection'], changed, () => readPending(context)),
    unsentNotes: (_, changed) => notes(changed, ({ openUnsentNotes }) => openUnsentNotes(context, changed)),
    notes: ({ channel }, changed) => notes(changed, ({ openNotes }) => openNotes(context, channel, changed)),
    note: (place, changed) => notes(changed, ({ openNote }) => openNote(context, place, changed)),
    noteChanges: (place, changed) =>
      notes(changed, ({ openNoteChanges }) => openNoteChanges(context, place, changed)),
    noteQuestions: (place, changed) =>
      notes(changed, ({ openNoteQuestions }) => openNoteQuestions(context, place, changed)),
    notices: (_, changed) => marks(changed, ({ openNotices }) => openNotices(context, changed)),
    settings: (_, changed) =>
      made(['settings'], changed, () => settingsOf(context.person()?.profile.settings ?? {})),
    storage: (_, changed) => openStorageView(context, changed),
    away: ({ channel }, changed) => history(changed, ({ openAway }) => openAway(context, channel, changed)),
    coverage: (_, changed) => history(changed, ({ openCoverage }) => openCoverage(context, changed)),
    storedHistory: (_, changed) =>
      history(changed, ({ openStoredHistory }) => openStoredHistory(context, changed)),
    draft: ({ channel, thread }, changed) =>
      made(
        ['drafts'],
        changed,
        () => context.person()?.profile.drafts.get(conversationKey(channel, thread)) ?? null,
      ),
    looseDrafts: (_, changed) =>
      made(['drafts'], changed, () => {
        const person = context.person();
        const loose = person?.profile.looseDrafts() ?? [];
        return loose.map(({ conversation, ...draft }) => {
          const place = conversationOf(conversation)!;
          return { ...draft, ...place, channelName: person!.ops.channelName(place.channel) };
        });
      }),
  };
}

function readConnection(context: ViewContext): ConnectionView | undefined {
  const session = context.session();
  if (session === undefined) return undefined;
  const person = context.person();
  if (session.state === 'locked')
    return { state: 'locked', upToDateAt: null, waiting: session.unsent, waitingNotes: 0, refused: 0 };
  if (person === null)
    return { state: 'connecting', upToDateAt: null, waiting: 0, waitingNotes: 0, refused: 0 };
  const { link, journal } = person;
  const notes = person.notes.now?.journal.unsent ?? { waiting: 0, setAside: 0 };
  return {
    state: link.state,
    upToDateAt: link.heardAt,
    waiting: journal.waiting + notes.waiting,
    waitingNotes: notes.waiting,
    refused: journal.refused + notes.setAside,
  };
}

function readPending(context: ViewContext): readonly PendingOp[] {
  const person = context.person();
  if (person === null) return [];
  return person.journal.shown().flatMap((row) => {
    const rung = person.ops.rungOf(row);
    if (rung === 'server') return [];
    const { op, since, channelName } = row;
    return [
      row.reason === undefined
        ? { op, rung, since, channelName }
        : { op, rung, since, channelName, reason: row.reason },
    ];
  });
}
