import type { ChannelId, MessageId, NoticeKind, UserId } from '@lectern/contracts';
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
  readonly from: UserId;
  readonly at: number;
}

/** A notification that did not stand before. */
export interface NewNotification {
  readonly id: number;
  readonly person: UserId;
  readonly kind: NoticeKind;
  readonly message: MessageId;
}

/** Writes notifications, of each person and message one of a kind, and answers those that are new. */
export const insertNotifications = (
  channel: ChannelId,
  tellings: readonly Telling[],
): RawBuilder<NewNotification> => sql<NewNotification>`
    insert into notification (person_id, kind, channel_id, message_id, thread_id, seq, from_id, created_at)
    select person, kind, ${channel}, message, thread, seq, sender, at
    from unnest(${uuids(tellings.map((t) => t.person))}::uuid[], ${texts(tellings.map((t) => t.kind))}::text[],
      ${uuids(tellings.map((t) => t.message))}::uuid[], ${uuids(tellings.map((t) => t.thread))}::uuid[],
      ${bigints(tellings.map((t) => t.seq))}::bigint[], ${uuids(tellings.map((t) => t.from))}::uuid[],
      ${timestamps(tellings.map((t) => t.at))}::timestamptz[]) as t(person, kind, message, thread, seq, sender, at)
    on conflict do nothing
    returning id, person_id as person, kind, message_id as message`;
