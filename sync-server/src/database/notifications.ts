import type { ChannelId, MentionGroup, MessageId, NoticeKind, UserId } from '@lectern/contracts';
import { type RawBuilder, sql } from 'kysely';
import { bigints, texts, timestamps, uuids } from './binary-arrays.ts';

/** That a person is to be told of a message. */
export interface Telling {
  readonly person: UserId;
  readonly kind: NoticeKind;
  readonly message: MessageId;
  readonly seq: number;
  /** The first message of the thread in which it was said. */
  readonly thread: MessageId | null;
  /** The group by which the person is meant, when the message does not name them. */
  readonly group: MentionGroup | null;
  readonly from: UserId;
  readonly at: number;
}

/** A notification that did not stand before, or stands anew. */
export interface NewNotification {
  readonly id: number;
  readonly person: UserId;
  readonly kind: NoticeKind;
  readonly message: MessageId;
}

/**
 * Writes notifications, of each person and message one of a kind, and answers those that are new. A further reaction
 * makes a new one of that which stands: it has a new number, so that it comes after everything else.
 * @param tellings of each person, message and kind one
 */
export const insertNotifications = (
  channel: ChannelId,
  tellings: readonly Telling[],
): RawBuilder<NewNotification> => sql<NewNotification>`
    insert into notification (person_id, kind, channel_id, message_id, thread_id, called_group, seq, from_id, created_at)
    select person, kind, ${channel}, message, thread, called, seq, sender, at
    from unnest(${uuids(tellings.map((t) => t.person))}::uuid[], ${texts(tellings.map((t) => t.kind))}::text[],
      ${uuids(tellings.map((t) => t.message))}::uuid[], ${uuids(tellings.map((t) => t.thread))}::uuid[],
      ${texts(tellings.map((t) => t.group))}::text[], ${bigints(tellings.map((t) => t.seq))}::bigint[],
      ${uuids(tellings.map((t) => t.from))}::uuid[], ${timestamps(tellings.map((t) => t.at))}::timestamptz[])
      as t(person, kind, message, thread, called, seq, sender, at)
    on conflict (person_id, message_id, kind) do update
      set id = default, from_id = excluded.from_id, created_at = excluded.created_at
      where notification.kind = 'reaction'
    returning id, person_id as person, kind, message_id as message`;
