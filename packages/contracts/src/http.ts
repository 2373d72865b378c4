import * as v from 'valibot';
import type { Body } from './body.ts';
import { HandleSchema } from './handle.ts';
import type { Branded, CourseId, InviteId, UserId } from './ids.ts';
import { INVITE_LIFE_DAYS, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './limits.ts';
import type { ChannelMessage, MessageRecord } from './message.ts';
import { NameSchema } from './op.ts';
import { type CourseRole, CourseRoleSchema } from './roles.ts';

/**
 * Bodies and answers of the HTTP interface, one block per noun. Every error answer is a `Problem`.
 * Request bodies have schemas, checked by the server; answers have types.
 */
export const problemCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'gone',
  'too-large',
  'too-many',
  'outdated',
  'unavailable',
  'internal',
] as const;
export type ProblemCode = (typeof problemCodes)[number];
export interface Problem {
  readonly code: ProblemCode;
  /** What was wrong and what to do, in plain words. */
  readonly message: string;
  /** Field → what must hold there, for `invalid` and `conflict`. */
  readonly fields?: Readonly<Record<string, string>>;
}

// --- people and sessions ------------------------------------------------------------------------------------

export const EmailSchema = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(254, 'must have at most 254 characters'),
  v.email('must be an e-mail address'),
);
export const PasswordSchema = v.pipe(
  v.string(),
  v.minLength(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`),
  v.maxLength(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`),
);
const newAccount = { name: NameSchema, handle: HandleSchema, email: EmailSchema, password: PasswordSchema };

/** `GET /api/me` */
export interface Me {
  readonly id: UserId;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly siteAdmin: boolean;
  /** Present lives of the person's own documents. */
  readonly lives: { readonly user: number; readonly inbox: number };
  /** Grows whenever the server goes on from an earlier copy of its data. */
  readonly epoch: number;
  /** Server clock. */
  readonly now: number;
  /** The version of the protocol that the server speaks. */
  readonly protocol: number;
}
/** `PATCH /api/me` */
export const EditMeSchema = v.strictObject({ name: NameSchema, handle: HandleSchema });
/** `POST /api/sign-in` → Me */
export const SignInSchema = v.strictObject({ email: EmailSchema, password: v.string() });
/** `POST /api/sign-out` (this session), `POST /api/sign-out-everywhere` → 204 */

/** `GET /api/setup/:token` → 204 or 410; `POST /api/setup/:token` → Me, signed in */
export const SetupSchema = v.strictObject({ ...newAccount, course: NameSchema });

/**
 * `POST /api/socket-ticket?protocol=n` → a ticket for one socket, good for 30 s; an `outdated` problem, with status 426,
 * for a client that the server does not serve any more.
 */
export interface SocketTicket {
  readonly ticket: Branded<'Ticket'>;
}

/** `POST /api/password-reset` (answers 204 whether or not the address is known; needs SMTP, else 404 problem) */
export const RequestResetSchema = v.strictObject({ email: EmailSchema });
/** `POST /api/password-reset/:token` → 204 */
export const ResetPasswordSchema = v.strictObject({ password: PasswordSchema });
/** `POST /api/people/:id/reset-link` (site admin, or admin of a course the person is in) */
export interface ResetLink {
  readonly url: string;
  readonly expiresAt: number;
}

/** `GET /api/site` → what anyone may know before signing in. */
export interface Site {
  readonly mailWorks: boolean;
  readonly needsSetup: boolean;
  readonly demo:
    | readonly { readonly email: string; readonly password: string; readonly name: string }[]
    | null;
  readonly protocol: number;
}

// --- courses and invites ------------------------------------------------------------------------------------

/** `POST /api/courses` (site admin) → CourseCreated */
export const CreateCourseSchema = v.strictObject({ name: NameSchema });
export interface CourseCreated {
  readonly id: CourseId;
}
/** `PATCH /api/courses/:id` (course admin, lecturer) → 204 */
export const EditCourseSchema = v.strictObject({ name: NameSchema });
/** `PUT /api/courses/:course/members/:person` → 204: sets the role; `DELETE` takes the person out. */
export const SetCourseRoleSchema = v.strictObject({ role: CourseRoleSchema });

/** `POST /api/courses/:id/invites` → Invite with its `url`, shown once */
export const CreateInviteSchema = v.strictObject({
  role: CourseRoleSchema,
  days: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(INVITE_LIFE_DAYS)),
    INVITE_LIFE_DAYS,
  ),
});
/** `GET /api/courses/:id/invites` → Invite[]; `DELETE /api/invites/:id` revokes → 204 */
export interface Invite {
  readonly id: InviteId;
  readonly role: CourseRole;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
  readonly uses: number;
  readonly url?: string;
}
/** `GET /api/join/:token` → what the link offers, or a `gone` problem that says why it does not work */
export interface InviteOffer {
  readonly course: { readonly id: CourseId; readonly name: string };
  readonly role: CourseRole;
  readonly invitedBy: string;
}
/** `POST /api/join/:token` makes an account and joins → Me; signed in already: `POST /api/join/:token/accept` → Me */
export const JoinSchema = v.strictObject(newAccount);

// --- history and search -------------------------------------------------------------------------------------

/** `GET /api/channels/:id/messages?before=seq | after=seq | around=seq | at=ms&limit=n` (no place: the newest) → a page in `seq` order */
export interface HistoryPage {
  readonly messages: readonly MessageRecord[];
  /**
   * The page holds every message from `from` to `to` (both included); neighbours outside are not told of. An empty
   * range ends at `from - 1`.
   */
  readonly from: number;
  readonly to: number;
  readonly reachesStart: boolean;
  readonly reachesEnd: boolean;
}
/** `GET /api/channels/:id/threads/:message?before=seq` (none: the newest) → replies in `seq` order */
export interface ThreadPage {
  readonly root: MessageRecord;
  /** All replies from `from` to `to`, both included. */
  readonly replies: readonly MessageRecord[];
  readonly from: number;
  readonly to: number;
  readonly reachesStart: boolean;
}
/**
 * `GET /api/channels/:id/questions` → the newest that have no accepted answer, newest first;
 * `GET /api/channels/:id/notes/:note/questions` → the newest messages about a passage of the note, newest first
 */
export interface QuestionsPage {
  readonly questions: readonly MessageRecord[];
  /** There are older ones. */
  readonly more: boolean;
}
/** `GET /api/channels/:id/messages/:message/versions` → what it said before its edits (staff, moderators) */
export interface MessageVersions {
  /** Oldest first; what it says now is not among them. */
  readonly versions: readonly MessageVersion[];
  /** There are older ones. */
  readonly more: boolean;
}
export interface MessageVersion {
  readonly body: Body;
  /** Server clock when it was said. */
  readonly at: number;
}
/** `GET /api/channels/:id/changes?since=rev&limit=n` → every record whose rev is higher, in `rev` order */
export interface ChangesPage {
  readonly records: readonly MessageRecord[];
  /** The reader's next cursor: all changes up to it are in this page or an earlier one. */
  readonly cursor: number;
  readonly more: boolean;
  /** The channel's newest seq, so that a far-behind reader can take the tail and mark the hole. */
  readonly lastSeq: number;
}
/** `newest`: by time. `relevance`: by how well they answer, among the newest that do. */
export const searchOrders = ['newest', 'relevance'] as const;
export type SearchOrder = (typeof searchOrders)[number];
/** `GET /api/search?q=…&order=…&after=ms&before=ms&cursor=…` */
export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Words that stand nowhere, and what was looked for in their place. */
  readonly mended: readonly { readonly typed: string; readonly meant: string }[];
  /** Pass it back to go on; null at the end. */
  readonly cursor: string | null;
}
export interface SearchHit {
  readonly message: ChannelMessage;
  /** The piece of text around the first match, and `[start, length]` of every match in it, in UTF-16 units. */
  readonly snippet: string;
  readonly marks: readonly (readonly [number, number])[];
  /** `[place, person]` for each `@` in it that mentions somebody: the name, which the reader knows, belongs there. */
  readonly mentions: readonly (readonly [number, UserId])[];
}

/** `GET /api/channels/:id/members` (private channels: who is in) */
export interface ChannelMemberEntry {
  readonly user: UserId;
  readonly role: 'member' | 'moderator' | 'admin';
  readonly state: 'in' | 'left' | 'removed';
}
