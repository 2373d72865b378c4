import * as v from 'valibot';
import type { NoteVersionId, UserId } from './ids.ts';
import { MAX_ERASED_LENGTH, MAX_VERSION_NAME_LENGTH, MIN_ERASED_LENGTH } from './limits.ts';
import type { NoteBody } from './note-body.ts';
import { lineName } from './op.ts';

/** What a note said at a time, kept by the server. */
export interface NoteVersion {
  readonly id: NoteVersionId;
  /** Server clock when it was kept. */
  readonly at: number;
  /** Who kept it; null when it was kept by itself, after a stretch of work. */
  readonly by: UserId | null;
  readonly name: string | null;
  /** Who wrote since the version before. */
  readonly writers: readonly UserId[];
}

/** `GET /api/channels/:id/notes/:note/versions` → the newest versions, newest first */
export interface NoteVersions {
  readonly versions: readonly NoteVersion[];
  /** There are older ones. */
  readonly more: boolean;
}

/**
 * UTF-16 units of a block's words (`wordNodesOf` in rich-text) that stand together, and who wrote them. Null: somebody whose account is
 * gone, or nobody, where it is what the note began with.
 */
export type AuthorRun = readonly [length: number, by: UserId | null];

/** `GET …/versions/:version` → what the note said then, and who wrote it */
export interface NoteVersionText extends NoteVersion {
  readonly body: NoteBody;
  /** By the id of a block: who wrote its words, from the first to the last. Of words beyond the runs nobody knows it. */
  readonly runs: Readonly<Record<string, readonly AuthorRun[]>>;
}

export const NoteVersionNameSchema = lineName(MAX_VERSION_NAME_LENGTH);

/**
 * `POST …/versions` keeps what the note says now → NoteVersion; when it says what the newest version says, that one.
 * `PATCH …/versions/:version` gives a version a name, or takes it, null.
 */
export const NameNoteVersionSchema = v.strictObject({ name: v.nullable(NoteVersionNameSchema) });

/**
 * `POST …/versions/:version/restore` makes the note say this again, as an edit of who asks → NoteVersion: what the note
 * said right before
 */

/**
 * `POST …/versions/erase`: versions that say this go, also in the address of a link, and names that say it are taken
 * from the others, when the note itself says it no more → ErasedVersions
 */
export const EraseFromNoteSchema = v.strictObject({
  passage: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(MIN_ERASED_LENGTH, `must have at least ${MIN_ERASED_LENGTH} characters`),
    v.maxLength(MAX_ERASED_LENGTH, `must have at most ${MAX_ERASED_LENGTH} characters`),
  ),
});
export interface ErasedVersions {
  readonly versions: number;
  /** Versions that stay, under no name. */
  readonly names: number;
}
