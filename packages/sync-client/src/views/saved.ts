import type { MessageId, MessageRecord } from '@lectern/contracts';
import { channelsOf } from '../catalog.ts';
import type { SavedItem } from '../port.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';

/** What a person keeps for later, newest first, with the messages as far as they are stored here; others are fetched. */
export function openSaved(context: ViewContext, changed: () => void): OpenView<readonly SavedItem[]> {
  let records: ReadonlyMap<MessageId, MessageRecord> | null = null;
  let reading = false;
  let again = false;
  let stopRows = (): void => {};

  const look = async (): Promise<void> => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    do {
      again = false;
      const person = context.person();
      const saved = person?.saved.all() ?? [];
      stopRows();
      const channels = new Set(saved.map(([, { channel }]) => channel));
      stopRows = context.topics.on(
        [...channels].map((channel) => `channel:${channel}` as const),
        look,
      );
      const found = await person?.store.mirror.readRecords(saved.map(([id]) => id)).catch(context.onFault);
      records = new Map(found?.map(({ record }) => [record.id, record]));
    } while (again);
    reading = false;
    changed();
  };
  const stop = context.topics.on(['session', 'saved'], look);
  const stopLink = context.topics.on(['connection', 'facts'], changed);
  look();

  return {
    read() {
      const person = context.person();
      if (person === null || records === null) return undefined;
      const readable = new Set(channelsOf(person.catalog).map(({ id }) => id));
      return person.saved.all().map(([message, { channel, seq, at }]): SavedItem => {
        const record = records?.get(message) ?? null;
        const place = { message, channel, seq, at };
        if (record !== null) return { ...place, record, missing: null };
        if (!readable.has(channel)) return { ...place, record, missing: 'not-yours' };
        return { ...place, record, missing: person.history.want(channel, { around: seq }) };
      });
    },
    close() {
      stop();
      stopLink();
      stopRows();
    },
  };
}
