import type { MessageId, MessageRecord } from '@lectern/contracts';
import { channelsOf } from '../catalog.ts';
import type { Person } from '../person.ts';
import type { SavedItem } from '../port-values.ts';
import { nextDue, type ReminderState, reminderState } from '../reminders.ts';
import type { Kept } from '../saved.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { inOrderOfUse } from './order-of-use.ts';
import { rereading } from './rereading.ts';

/**
 * How often the clock is looked at while a reminder is still to come, in milliseconds: a timer that was set before the
 * device slept may stand as long as the sleep lasted, and clocks are put right.
 */
const LOOK_EVERY_MS = 30_000;

/** What a person keeps for later, with the messages as far as they are stored here; others are fetched. */
export const openSaved = (context: ViewContext, changed: () => void): OpenView<readonly SavedItem[]> =>
  openKept(context, changed, () => true);

/** The same, of which the person is to be reminded now. */
export const openReminders = (context: ViewContext, changed: () => void): OpenView<readonly SavedItem[]> =>
  openKept(context, changed, (state) => state === 'due');

function openKept(
  context: ViewContext,
  changed: () => void,
  isWanted: (state: ReminderState | null) => boolean,
): OpenView<readonly SavedItem[]> {
  /** What is kept, with the messages that were read for it: of one moment, so that none is shown without its message. */
  let shown: {
    readonly person: Person | null;
    readonly saved: readonly (readonly [MessageId, Kept])[];
    readonly records: ReadonlyMap<MessageId, MessageRecord>;
  } | null = null;
  let stopRows = (): void => {};
  let cancelLook = (): void => {};
  let closed = false;

  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const now = person?.serverClock.now() ?? 0;
      const saved = person?.saved.all().filter(([, kept]) => isWanted(reminderState(kept, now))) ?? [];
      stopRows();
      const channels = [...new Set(saved.flatMap(([, kept]) => ('channel' in kept ? [kept.channel] : [])))];
      const rows = channels.map((channel) => `channel:${channel}` as const);
      if (!closed) stopRows = context.topics.on(rows, () => look());
      const found = await person?.store.mirror.readRecords(saved.map(([id]) => id)).catch(context.onFault);
      shown = { person, saved, records: new Map(found?.map(({ record }) => [record.id, record])) };
      lookLater();
      return person === context.person();
    },
    changed,
    context.onFault,
  );
  const stop = context.topics.on(['session', 'saved'], look);
  const stopLink = context.topics.on(['connection', 'facts'], changed);

  /** Wakes at the next moment at which something falls due. */
  function lookLater(): void {
    cancelLook();
    cancelLook = () => {};
    const person = context.person();
    if (person === null || closed) return;
    const now = person.serverClock.now();
    const kept = person.saved.all().map(([, each]) => each);
    const next = nextDue(kept, now);
    if (next === null) return;
    cancelLook = context.clock.after(Math.min(next - now, LOOK_EVERY_MS), () =>
      person.serverClock.now() < next ? lookLater() : look(),
    );
  }

  return {
    read() {
      const person = context.person();
      if (person === null || shown?.person !== person) return undefined;
      const { saved, records } = shown;
      const now = person.serverClock.now();
      const readable = new Set(channelsOf(person.catalog).map(({ id }) => id));
      const items = saved.map(([message, kept]): SavedItem => {
        const state = reminderState(kept, now);
        const reminder = state === null ? null : { at: person.serverClock.onDevice(kept.remind!), state };
        const { at } = kept;
        if ('text' in kept) return { message, at, text: kept.text, reminder };
        const record = records.get(message) ?? null;
        const place = { message, channel: kept.channel, seq: kept.seq, at, reminder };
        if (record !== null) return { ...place, record, missing: null };
        if (!readable.has(kept.channel)) return { ...place, record, missing: 'not-yours' };
        const missing = person.history.want(kept.channel, { around: kept.seq });
        return { ...place, record, missing: missing === 'nowhere' ? 'not-yours' : missing };
      });
      return inOrderOfUse(items);
    },
    close() {
      closed = true;
      cancelLook();
      close();
      stop();
      stopLink();
      stopRows();
    },
  };
}
