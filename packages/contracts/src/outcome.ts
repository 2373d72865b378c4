import type { OpId } from './ids.ts';

/** Why an op was refused: the closed set that the client has words for. */
export const denyReasons = [
  'invalid',
  'too-large',
  'not-sealed-here',
  'unknown-channel',
  'not-member',
  'archived',
  'staff-only',
  'may-not-post',
  'unknown-message',
  'already-deleted',
  'not-author',
  'not-allowed',
  'may-not-call',
  'name-taken',
  'id-used',
  'unknown-person',
  'too-many-reactions',
  'too-many-pins',
  'no-question',
  'answers-another',
  'unknown-note',
  'too-many-notes',
] as const;
export type DenyReason = (typeof denyReasons)[number];

/** What became of an op. It is written once, with the op's effect, and is the answer to every repetition. */
export type Outcome =
  | { readonly op: OpId; readonly ok: true; readonly rev: number; readonly seq?: number }
  | { readonly op: OpId; readonly ok: false; readonly reason: DenyReason };
