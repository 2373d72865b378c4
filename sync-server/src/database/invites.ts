import {
  type CourseId,
  type CourseRole,
  courseRoles,
  type Invite,
  type InviteId,
  type InviteOffer,
  type UserId,
} from '@lectern/contracts';
import type { Kysely, Transaction } from 'kysely';
import { insertAccount, type Made, type NewAccount, type Taken } from './accounts.ts';
import type { Schema } from './schema.ts';

/** Why an invite link does not work. */
export type InviteFault = 'unknown' | 'expired' | 'revoked';

export interface NewInvite {
  readonly id: InviteId;
  readonly tokenHash: string;
  readonly course: CourseId;
  readonly role: CourseRole;
  readonly createdBy: UserId;
  readonly expiresAt: Date;
}

export async function insertInvite(db: Kysely<Schema>, invite: NewInvite): Promise<Invite> {
  const row = await db
    .insertInto('invite')
    .values({
      id: invite.id,
      token_hash: invite.tokenHash,
      course_id: invite.course,
      role: invite.role,
      created_by: invite.createdBy,
      expires_at: invite.expiresAt,
    })
    .returning(['id', 'role', 'created_at', 'expires_at', 'revoked_at', 'uses'])
    .executeTakeFirstOrThrow();
  return presentInvite(row);
}

/** A course's invites, newest first. */
export async function listInvites(db: Kysely<Schema>, course: CourseId): Promise<Invite[]> {
  const rows = await db
    .selectFrom('invite')
    .select(['id', 'role', 'created_at', 'expires_at', 'revoked_at', 'uses'])
    .where('course_id', '=', course)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(presentInvite);
}

export async function readInvite(
  db: Kysely<Schema>,
  id: InviteId,
): Promise<{ course: CourseId; role: CourseRole } | undefined> {
  return db
    .selectFrom('invite')
    .select(['course_id as course', 'role'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function revokeInvite(db: Kysely<Schema>, id: InviteId): Promise<void> {
  await db
    .updateTable('invite')
    .set({ revoked_at: new Date() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** What a link offers, or why it does not work. */
export async function readOffer(db: Kysely<Schema>, tokenHash: string): Promise<InviteOffer | InviteFault> {
  const row = await db
    .selectFrom('invite as i')
    .innerJoin('course as c', 'c.id', 'i.course_id')
    .leftJoin('person as p', 'p.id', 'i.created_by')
    .select(['i.role', 'i.expires_at', 'i.revoked_at', 'c.id', 'c.name', 'p.name as inviter'])
    .where('i.token_hash', '=', tokenHash)
    .executeTakeFirst();
  const fault = faultOf(row);
  if (fault || !row) return fault ?? 'unknown';
  return { course: { id: row.id, name: row.name }, role: row.role, invitedBy: row.inviter ?? row.name };
}

/** Makes an account and puts it into the invite's course. */
export async function joinWithNewAccount(
  db: Kysely<Schema>,
  tokenHash: string,
  account: NewAccount,
): Promise<(Made<Taken | InviteFault> & { ok: false }) | { ok: true; person: UserId; course: CourseId }> {
  return db.transaction().execute(async (trx) => {
    const invite = await lockInvite(trx, tokenHash);
    if (typeof invite === 'string') return { ok: false, why: invite };
    const made = await insertAccount(trx, account);
    if (!made.ok) return made;
    await addMember(trx, invite, made.person);
    return { ok: true, person: made.person, course: invite.course_id };
  });
}

/** Puts a person into the invite's course. Who is there already keeps the higher of both roles. */
export async function acceptInvite(
  db: Kysely<Schema>,
  tokenHash: string,
  person: UserId,
): Promise<{ course: CourseId } | InviteFault> {
  return db.transaction().execute(async (trx) => {
    const invite = await lockInvite(trx, tokenHash);
    if (typeof invite === 'string') return invite;
    const member = await trx
      .selectFrom('course_member')
      .select('role')
      .where('course_id', '=', invite.course_id)
      .where('person_id', '=', person)
      .forUpdate()
      .executeTakeFirst();
    if (!member || courseRoles.indexOf(member.role) < courseRoles.indexOf(invite.role))
      await addMember(trx, invite, person);
    return { course: invite.course_id };
  });
}

interface LockedInvite {
  readonly id: InviteId;
  readonly course_id: CourseId;
  readonly role: CourseRole;
}

/** The row is locked, so that a link that is being revoked lets nobody in afterwards. */
async function lockInvite(trx: Transaction<Schema>, tokenHash: string): Promise<LockedInvite | InviteFault> {
  const row = await trx
    .selectFrom('invite')
    .select(['id', 'course_id', 'role', 'expires_at', 'revoked_at'])
    .where('token_hash', '=', tokenHash)
    .forUpdate()
    .executeTakeFirst();
  return faultOf(row) ?? row!;
}

function faultOf(row: { expires_at: Date; revoked_at: Date | null } | undefined): InviteFault | null {
  if (!row) return 'unknown';
  if (row.revoked_at) return 'revoked';
  return row.expires_at.getTime() <= Date.now() ? 'expired' : null;
}

async function addMember(
  trx: Transaction<Schema>,
  { id, course_id, role }: LockedInvite,
  person_id: UserId,
): Promise<void> {
  await trx
    .insertInto('course_member')
    .values({ course_id, person_id, role })
    .onConflict((conflict) => conflict.columns(['course_id', 'person_id']).doUpdateSet({ role }))
    .execute();
  await trx
    .updateTable('invite')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

function presentInvite(row: {
  id: InviteId;
  role: CourseRole;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  uses: number;
}): Invite {
  return {
    id: row.id,
    role: row.role,
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    revoked: row.revoked_at !== null,
    uses: row.uses,
  };
}
