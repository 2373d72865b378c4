import type { ChannelId } from '@lectern/contracts';
import { careOf } from '../channel-level.ts';
import { FOR_EVER, type SidebarView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { foldSidebar } from './sidebar.ts';

/** The furthest that a timer reaches, in milliseconds; later times are looked at again then. */
const FURTHEST_MS = 2 ** 31 - 1;

/** Courses and channels, told again when a channel has been muted for long enough. */
export function openSidebar(context: ViewContext, changed: () => void): OpenView<SidebarView> {
  let cancel = (): void => {};
  const stop = context.topics.on(['facts', 'counts', 'journal', 'settings', 'session'], changed);
  return {
    read() {
      const person = context.person();
      if (person === null) return { courses: [], ready: false };
      const waiting = new Map<ChannelId, number>();
      for (const { op, state } of person.journal.shown()) {
        if (state === 'waiting') waiting.set(op.channel, (waiting.get(op.channel) ?? 0) + 1);
      }
      const now = context.clock.now();
      const courses = foldSidebar(
        person.ops.catalog,
        (channel) => person.counts.of(channel),
        (channel) => waiting.get(channel) ?? 0,
        (channel) => careOf(person.profile.settings, channel),
        now,
      );
      const ends = courses
        .flatMap(({ channels }) => channels)
        .map(({ care, isMuted }) => (isMuted ? (care.mutedUntil ?? FOR_EVER) : FOR_EVER));
      const next = Math.min(FOR_EVER, ...ends);
      cancel();
      if (next < FOR_EVER) cancel = context.clock.after(Math.min(next - now, FURTHEST_MS), changed);
      return { courses, ready: person.ready };
    },
    close() {
      cancel();
      stop();
    },
  };
}
