import type {
  ChannelId,
  ChannelMembership,
  ChannelRole,
  ChannelType,
  CourseId,
  CourseRole,
  UserId,
} from '@lectern/contracts';
import { type Kysely, sql } from 'kysely';
import { presentFirstLife } from './documents.ts';
import type { Schema } from './schema.ts';

/** A channel as far as access to it is concerned. */
export interface ChannelStanding {
  readonly id: ChannelId;
  readonly course: CourseId;
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly archived: boolean;
  readonly life: number;
}

/** Where a person stands: everything that decides what they may open, read at one moment. */
export interface Standing {
  readonly user: UserId;
  /** Rises with every change of what the person may open; 0 before the first. */
  readonly rev: number;
  readonly siteAdmin: boolean;
  readonly lives: { readonly user: number; readonly inbox: number };
  readonly courses: ReadonlyMap<CourseId, { readonly role: CourseRole; readonly life: number }>;
  /** Every channel of the person's courses, also those they may not read. */
  readonly channels: ReadonlyMap<ChannelId, ChannelStanding>;
  /** Where the person's standing differs from the rule for open channels. */
  readonly memberships: ReadonlyMap<ChannelId, Omit<ChannelMembership, 'entry' | 'channel' | 'course'>>;
}

interface StandingRow {
  rev: number | null;
  site_admin: boolean;
  user_life: number | null;
  inbox_life: number | null;
  first_life: number;
  courses: { id: CourseId; role: CourseRole; life: number | null }[] | null;
  channels:
    | {
        id: ChannelId;
        course: CourseId;
        name: string;
        topic: string;
        type: ChannelType;
        archived: boolean;
        life: number | null;
      }[]
    | null;
  memberships:
    | { channel: ChannelId; state: 'in' | 'left' | 'removed'; role: ChannelRole; may_post: boolean }[]
    | null;
}

/** Reads a person's standing in one query, or null for a person who does not exist. */
export async function readStanding(db: Kysely<Schema>, user: UserId): Promise<Standing | null> {
  const { rows } = await sql<StandingRow>`
    select p.site_admin, (select rev from access_head where person_id = p.id) as rev,
      (select life from document where kind = 'user' and id = p.id) as user_life,
      (select life from document where kind = 'inbox' and id = p.id) as inbox_life,
      ${presentFirstLife} as first_life,
      (select json_agg(json_build_object('id', m.course_id, 'role', m.role, 'life', d.life))
        from course_member m left join document d on d.kind = 'course' and d.id = m.course_id
        where m.person_id = p.id) as courses,
      (select json_agg(json_build_object('id', c.id, 'course', c.course_id, 'name', c.name, 'topic', c.topic,
          'type', c.type, 'archived', c.archived_at is not null, 'life', d.life))
        from course_member m join channel c on c.course_id = m.course_id
        left join document d on d.kind = 'channel' and d.id = c.id
        where m.person_id = p.id) as channels,
      (select json_agg(json_build_object('channel', channel_id, 'state', state, 'role', role, 'may_post', may_post))
        from channel_member where person_id = p.id) as memberships
    from person p where p.id = ${user}`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  const first = row.first_life;
  return {
    user,
    rev: row.rev ?? 0,
    siteAdmin: row.site_admin,
    lives: { user: row.user_life ?? 1, inbox: row.inbox_life ?? first },
    courses: new Map((row.courses ?? []).map((c) => [c.id, { role: c.role, life: c.life ?? first }])),
    channels: new Map((row.channels ?? []).map((c) => [c.id, { ...c, life: c.life ?? first }])),
    memberships: new Map(
      (row.memberships ?? []).map((m) => [m.channel, { state: m.state, role: m.role, mayPost: m.may_post }]),
    ),
  };
}
