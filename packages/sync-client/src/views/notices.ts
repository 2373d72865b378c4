import {
  conversationKey,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Notice,
  reactionsOfOthers,
} from '@lectern/contracts';
import { careOf } from '../channel-level.ts';
import type { Person } from '../person.ts';
import type { NoticeItem } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { rereading } from './rereading.ts';

/** What was said to this person, newest first, with the messages as far as they are stored here. */
export function openNotices(context: ViewContext, changed: () => void): OpenView<readonly NoticeItem[]> {
  let records = new Map<MessageId, MessageRecord>();
  let stopRows = (): void => {};

  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const messages = person?.catalog.inbox.notices.map(({ message }) => message) ?? [];
      const found = await person?.store.mirror.readRecords(messages).catch(context.onFault);
      records = new Map(found?.map(({ record }) => [record.id, record]));
      return true;
    },
    changed,
    context.onFault,
  );
  // Who has reacted stands in the message, and changes without a word to anybody when a reaction is taken away.
  const followRows = (): void => {
    stopRows();
    const notices = context.person()?.catalog.inbox.notices ?? [];
    const channels = new Set(notices.flatMap(({ kind, channel }) => (kind === 'reaction' ? [channel] : [])));
    stopRows = context.topics.on(
      [...channels].map((channel) => `channel:${channel}` as const),
      look,
    );
  };
  const stop = context.topics.on(['session', 'facts', 'counts', 'threads', 'settings'], () => {
    followRows();
    changed();
    look();
  });
  followRows();

  return {
    read() {
      const person = context.person();
      if (person === null) return [];
      return person.catalog.inbox.notices
        .map((notice) => ({
          ...notice,
          read:
            notice.id <= person.profile.noticesRead ||
            isReadWhereItStands(person, notice) ||
            isGone(records.get(notice.message)) ||
            careOf(person.profile.settings, notice.channel).level === 'nothing',
          record: records.get(notice.message) ?? null,
        }))
        .filter((notice) => notice.kind !== 'reaction' || mayBeReactedTo(notice))
        .reverse();
    },
    close() {
      close();
      stop();
      stopRows();
    },
  };
}

/** Who has read what was said, in its channel or in its thread, need not be told of it any more. */
const isReadWhereItStands = ({ profile }: Person, { kind, channel, thread, seq }: Notice): boolean =>
  (kind === 'mention' || kind === 'reply') && seq <= profile.readSeq(conversationKey(channel, thread));

/** What was deleted calls for nobody. */
const isGone = (record: MessageRecord | undefined): boolean => record !== undefined && isTombstone(record);

/** Of reactions that were taken away again nothing is said; what is not stored here may still have them. */
const mayBeReactedTo = ({ record }: Pick<NoticeItem, 'record'>): boolean =>
  record === null || (!isTombstone(record) && reactionsOfOthers(record).length > 0);
