import { type Kysely, sql } from 'kysely';

/**
 * The first schema. People, sessions and accounts have the columns that better-auth asks for; everything else is
 * ours. Numbers that order things (`seq`, `rev`, `position`) are given under a row lock and never by a sequence,
 * because a sequence may commit a smaller number after a larger one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // --- people (better-auth) ---
  `create table person (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    handle text not null unique,
    email text not null unique,
    email_verified boolean not null default false,
    image text,
    site_admin boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    last_seen_at timestamptz
  )`,
  `create table session (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references person(id) on delete cascade,
    token text not null unique,
    expires_at timestamptz not null,
    ip_address text,
    user_agent text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index session_person on session(user_id)`,
  `create table account (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references person(id) on delete cascade,
    account_id text not null,
    provider_id text not null,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index account_user on account(user_id)`,
  `create table verification (
    id uuid primary key default gen_random_uuid(),
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index verification_identifier on verification(identifier)`,
  `create table rate_limit (
    id uuid primary key default gen_random_uuid(),
    key text not null unique,
    count integer not null,
    last_request bigint not null
  )`,
  // --- the site ---
  `create table site (
    "only" boolean primary key default true check ("only"),
    secret text not null,
    setup_token_hash text,
    system_identifier text not null,
    epoch integer not null default 0
  )`,
  // --- courses ---
  `create table course (
    id uuid primary key,
    name text not null,
    created_by uuid references person(id) on delete set null,
    created_at timestamptz not null default now()
  )`,
  `create table course_member (
    course_id uuid not null references course(id) on delete cascade,
    person_id uuid not null references person(id) on delete cascade,
    role text not null check (role in ('student', 'tutor', 'lecturer', 'admin')),
    joined_at timestamptz not null default now(),
    primary key (course_id, person_id)
  )`,
  `create index course_member_person on course_member(person_id)`,
  `create table invite (
    id uuid primary key,
    token_hash text not null unique,
    course_id uuid not null references course(id) on delete cascade,
    role text not null check (role in ('student', 'tutor', 'lecturer', 'admin')),
    created_by uuid references person(id) on delete set null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    uses integer not null default 0
  )`,
  `create index invite_course on invite(course_id)`,
  // --- channels ---
  `create table channel (
    id uuid primary key,
    course_id uuid not null references course(id) on delete cascade,
    name text not null,
    topic text not null default '',
    type text not null check (type in ('public', 'private', 'announcement')),
    archived_at timestamptz,
    created_by uuid references person(id) on delete set null,
    created_at timestamptz not null default now(),
    seq bigint not null default 0,
    rev bigint not null default 0
  )`,
  `create unique index channel_name on channel(course_id, lower(name)) where archived_at is null`,
  // A row only where a person's standing differs from "course members are plain members of open channels".
  `create table channel_member (
    channel_id uuid not null references channel(id) on delete cascade,
    person_id uuid not null references person(id) on delete cascade,
    state text not null check (state in ('in', 'left', 'removed')),
    role text not null default 'member' check (role in ('member', 'moderator', 'admin')),
    may_post boolean not null default true,
    may_upload boolean not null default true,
    changed_at timestamptz not null default now(),
    primary key (channel_id, person_id)
  )`,
  `create index channel_member_person on channel_member(person_id)`,
  // --- messages ---
  `create table message (
    id uuid primary key,
    channel_id uuid not null references channel(id) on delete cascade,
    seq bigint not null,
    rev bigint not null,
    author_id uuid not null references person(id),
    body jsonb,
    text text not null default '',
    tsv tsvector,
    sent_at timestamptz not null,
    created_at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz
  )`,
  `create unique index message_seq on message(channel_id, seq)`,
  `create unique index message_rev on message(channel_id, rev)`,
  `create index message_created on message(created_at desc)`,
  `create index message_channel_created on message(channel_id, created_at desc)`,
  `create index message_author_created on message(author_id, created_at desc)`,
  `create index message_tsv on message using gin(tsv)`,
  // What became of each op, refusals included; it outlives the message and holds no word of it.
  `create table op_ledger (
    actor_id uuid not null,
    op_id uuid not null,
    outcome jsonb not null,
    at timestamptz not null default now(),
    primary key (actor_id, op_id)
  )`,
  // --- documents ---
  `create table document (
    kind text not null,
    id uuid not null,
    life integer not null default 1,
    head bigint not null default 0,
    compacted bigint not null default 0,
    state bytea,
    primary key (kind, id)
  )`,
  `create table document_update (
    kind text not null,
    id uuid not null,
    life integer not null,
    position bigint not null,
    bytes bytea not null,
    at timestamptz not null default now(),
    primary key (kind, id, life, position)
  )`,
  // --- who was told what ---
  `create table notification (
    id bigint generated always as identity primary key,
    person_id uuid not null references person(id) on delete cascade,
    kind text not null check (kind in ('mention')),
    channel_id uuid not null references channel(id) on delete cascade,
    message_id uuid not null,
    seq bigint not null,
    from_id uuid not null,
    created_at timestamptz not null,
    unique (person_id, message_id, kind)
  )`,
  `create index notification_person on notification(person_id, id desc)`,
  `create table socket_ticket (
    hash text primary key,
    session_id uuid not null references session(id) on delete cascade,
    person_id uuid not null,
    expires_at timestamptz not null,
    spent_by uuid
  )`,
];
