import type { MessageId, MessageRecord } from '@lectern/contracts';
import { channelsOf } from '../catalog.ts';
import type { SavedItem } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { rereading } from './rereading.ts';

/** What a person keeps for later, newest first, with the messages as far as they are stored here; others are fetched. */
export function openSaved(context: ViewContext, changed: () => void): OpenView<readonly SavedItem[]> {
  let records: ReadonlyMap<MessageId, MessageRecord> | null = null;
  let stopRows = (): void => {};
  let closed = false;

  const { look, close } = rereading(
    async () => {
      const saved = context.person()?.saved.all() ?? [];
      stopRows();
      const channels = [...new Set(saved.map(([, { channel }]) => channel))];
      const rows = channels.map((channel) => `channel:${channel}` as const);
      if (!closed) stopRows = context.topics.on(rows, () => look());
      const found = await context
        .person()
        ?.store.mirror.readRecords(saved.map(([id]) => id))
        .catch(context.onFault);
      records = new Map(found?.map(({ record }) => [record.id, record]));
      return true;
    },
    changed,
    context.onFault,
  );
  const stop = context.topics.on(['session', 'saved'], look);
  const stopLink = context.topics.on(['connection', 'facts'], changed);

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
      closed = true;
      close();
      stop();
      stopLink();
      stopRows();
    },
  };
}
