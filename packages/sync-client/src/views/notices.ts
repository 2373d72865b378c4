import {
  conversationKey,
  isTombstone,
  type MessageId,
  type MessageRecord,
  type Notice,
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
  const stop = context.topics.on(['session', 'facts', 'counts', 'threads', 'settings'], () => {
    changed();
    look();
  });

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
        .reverse();
    },
    close() {
      close();
      stop();
    },
  };
}

/** Who has read what was said, in its channel or in its thread, need not be told of it any more. */
const isReadWhereItStands = ({ profile }: Person, { kind, channel, thread, seq }: Notice): boolean =>
  (kind === 'mention' || kind === 'reply') && seq <= profile.readSeq(conversationKey(channel, thread));

/** What was deleted calls for nobody. */
const isGone = (record: MessageRecord | undefined): boolean => record !== undefined && isTombstone(record);
