import type {
  AuthorRun,
  Body,
  ChannelId,
  ChannelRole,
  ChannelType,
  CourseId,
  CourseRole,
  DocumentKind,
  InviteId,
  MentionGroup,
  MessageId,
  NoteBody,
  NoteId,
  NoteTemplate,
  NoteVersionId,
  NoticeKind,
  OpId,
  Outcome,
  UserId,
} from '@lectern/contracts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/** The tables as Kysely sees them; `migrations/` is the truth. `bigint` columns are read as numbers. */
export interface Schema {
  person: PersonTable;
  session: SessionTable;
  account: AccountTable;
  verification: VerificationTable;
  rate_limit: RateLimitTable;
  site: SiteTable;
  course: CourseTable;
  course_member: CourseMemberTable;
  invite: InviteTable;
  channel: ChannelTable;
  channel_epoch: ChannelEpochTable;
  channel_member: ChannelMemberTable;
  message: MessageTable;
  message_version: MessageVersionTable;
  op_ledger: OpLedgerTable;
  lost_deletion: LostDeletionTable;
  document: DocumentTable;
  document_update: DocumentUpdateTable;
  document_broken: DocumentBrokenTable;
  note_client: NoteClientTable;
  note: NoteTable;
  note_version: NoteVersionTable;
  notification: NotificationTable;
  thread_follower: ThreadFollowerTable;
  socket_ticket: SocketTicketTable;
  access_head: AccessHeadTable;
}

type Time = ColumnType<Date, Date | string, Date | string>;
type DefaultedTime = ColumnType<Date, Date | string | undefined, Date | string>;
type OptionalTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export interface PersonTable {
  id: Generated<UserId>;
  name: string;
  handle: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  site_admin: Generated<boolean>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
  last_seen_at: OptionalTime;
}
export interface SessionTable {
  id: Generated<string>;
  user_id: UserId;
  token: string;
  expires_at: Time;
  ip_address: string | null;
  user_agent: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}
export interface AccountTable {
  id: Generated<string>;
  user_id: UserId;
  account_id: string;
  provider_id: string;
  password: string | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}
export interface VerificationTable {
  id: Generated<string>;
  identifier: string;
  value: string;
  expires_at: Time;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}
export interface RateLimitTable {
  id: Generated<string>;
  key: string;
  count: number;
  last_request: number;
}
export interface SiteTable {
  only: Generated<boolean>;
  secret: string;
  setup_token_hash: string | null;
  system_identifier: string;
  epoch: Generated<number>;
}
export interface CourseTable {
  id: CourseId;
  name: string;
  created_by: UserId | null;
  created_at: DefaultedTime;
}
export interface CourseMemberTable {
  course_id: CourseId;
  person_id: UserId;
  role: CourseRole;
  joined_at: DefaultedTime;
}
export interface InviteTable {
  id: InviteId;
  token_hash: string;
  course_id: CourseId;
  role: CourseRole;
  created_by: UserId | null;
  created_at: DefaultedTime;
  expires_at: Time;
  revoked_at: OptionalTime;
  uses: Generated<number>;
}
export interface ChannelTable {
  id: ChannelId;
  course_id: CourseId;
  name: string;
  /** `nameKey(name)`; without one a channel goes by its name in small letters. */
  name_key: string | null;
  topic: Generated<string>;
  type: ChannelType;
  archived_at: OptionalTime;
  created_by: UserId | null;
  created_at: DefaultedTime;
  seq: Generated<number>;
  rev: Generated<number>;
}
/** How far a channel had come when an epoch began. */
export interface ChannelEpochTable {
  channel_id: ChannelId;
  epoch: number;
  seq: number;
  rev: number;
}
export interface ChannelMemberTable {
  channel_id: ChannelId;
  person_id: UserId;
  state: 'in' | 'left' | 'removed';
  role: Generated<ChannelRole>;
  may_post: Generated<boolean>;
  may_upload: Generated<boolean>;
  changed_at: DefaultedTime;
}
export interface MessageTable {
  id: MessageId;
  channel_id: ChannelId;
  seq: number;
  rev: number;
  author_id: UserId;
  body: JSONColumnType<Body> | null;
  /** `MessageExtras`: what a message has beside its words; null when it has nothing. */
  extras: JSONColumnType<object> | null;
  text: string;
  /** The first message of its thread; Postgres takes it from `extras`. */
  thread_id: GeneratedAlways<MessageId | null>;
  tsv: ColumnType<unknown, string | null, string | null>;
  /** `signatureOf` the terms in `tsv`; -1, all bits, where it is not known. */
  signature: Generated<number>;
  sent_at: Time;
  created_at: Time;
  edited_at: OptionalTime;
  deleted_at: OptionalTime;
}
export interface MessageVersionTable {
  message_id: MessageId;
  /** The message's number when it still said this. */
  rev: number;
  body: JSONColumnType<Body>;
  said_at: Time;
}
export interface OpLedgerTable {
  actor_id: UserId;
  op_id: OpId;
  outcome: JSONColumnType<Outcome>;
  at: DefaultedTime;
}
/** The deletion of a message that the server has lost. */
export interface LostDeletionTable {
  message_id: MessageId;
  actor_id: UserId;
  channel_id: ChannelId;
  /** The actor may delete what others say there. */
  of_anybody: boolean;
  at: DefaultedTime;
}
export interface DocumentTable {
  kind: DocumentKind;
  id: string;
  life: Generated<number>;
  head: Generated<number>;
  compacted: Generated<number>;
  state: Buffer | null;
}
export interface DocumentUpdateTable {
  kind: DocumentKind;
  id: string;
  life: number;
  position: number;
  bytes: Buffer;
  at: DefaultedTime;
}
/** What could not be read of a document: its bytes as they were. */
export interface DocumentBrokenTable {
  kind: DocumentKind;
  id: string;
  life: number;
  /** 0 for the compacted state. */
  position: number;
  bytes: Buffer;
  fault: string;
  /** Whether these bytes are in the life that followed. */
  kept: boolean;
  found_at: DefaultedTime;
}
export interface NoteClientTable {
  note_id: NoteId;
  /** A Yjs client id, of which this person was the first to write under. */
  client: number;
  person_id: UserId | null;
  first_at: DefaultedTime;
}
export interface NoteTable {
  id: NoteId;
  channel_id: ChannelId;
  title: string;
  /** Its place among the channel's notes. */
  sort: number;
  pinned: Generated<boolean>;
  archived_at: OptionalTime;
  /** What its document begins with. */
  template: NoteTemplate;
  created_by: UserId;
  created_at: Time;
  edited_by: UserId | null;
  edited_at: OptionalTime;
  /** All that was written until then stands in a version, or says nothing new. */
  versioned_at: OptionalTime;
}
/** What a note said at other times. */
export interface NoteVersionTable {
  id: Generated<NoteVersionId>;
  note_id: NoteId;
  kept_at: Generated<Date>;
  kept_by: UserId | null;
  by_hand: boolean;
  name: string | null;
  writers: UserId[];
  /** Client id → how much was written under it until then, as Yjs counts. */
  clocks: JSONColumnType<Record<string, number>>;
  body: JSONColumnType<NoteBody>;
  runs: JSONColumnType<Record<string, readonly AuthorRun[]>>;
  /** Of what it says, who wrote it and the clocks, as text. */
  bytes: GeneratedAlways<number>;
}
export interface NotificationTable {
  id: Generated<number>;
  person_id: UserId;
  kind: NoticeKind;
  channel_id: ChannelId;
  message_id: MessageId;
  thread_id: MessageId | null;
  seq: number;
  from_id: UserId;
  /** The group by which the person was meant. */
  called_group: MentionGroup | null;
  created_at: Time;
}
export interface ThreadFollowerTable {
  thread_id: MessageId;
  person_id: UserId;
  channel_id: ChannelId;
  following: boolean;
  changed_at: DefaultedTime;
}
export interface SocketTicketTable {
  hash: string;
  session_id: string;
  person_id: UserId;
  expires_at: Time;
  spent_by: string | null;
  /** The one note that it opens; null for a ticket of the main door. */
  note_id: NoteId | null;
}
/** How often what a person may open has changed. */
export interface AccessHeadTable {
  person_id: UserId;
  rev: number;
}
