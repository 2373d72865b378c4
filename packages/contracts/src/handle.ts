import * as v from 'valibot';
import { MAX_HANDLE_LENGTH } from './limits.ts';
import { mentionGroups } from './mention-group.ts';

/**
 * Handles that nobody has. Behind an `@` those of the groups speak to many people at once, and so do the words of the first line in
 * people's minds; whoever had one of the others would speak for the site, for those who look after it, or for nobody.
 */
const RESERVED_HANDLES: ReadonlySet<string> = new Set([
  ...mentionGroups,
  ...['all', 'class', 'course', 'everybody', 'everyone', 'group', 'online', 'team'],
  ...['admins', 'members', 'moderators'],
  ...['admin', 'administrator', 'lecturer', 'moderator', 'operator', 'owner', 'postmaster', 'root', 'tutor'],
  ...['bot', 'help', 'info', 'lectern', 'no-reply', 'noreply', 'official', 'security', 'server', 'support'],
  ...['anonymous', 'deleted', 'me', 'nobody', 'null', 'system', 'undefined', 'unknown', 'webmaster'],
]);

/** Punctuation at its end makes no other handle: in a sentence it is not even read as part of it. */
const isReserved = (handle: string): boolean => RESERVED_HANDLES.has(handle.replace(/[._-]+$/, ''));

export const HandleSchema = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.maxLength(MAX_HANDLE_LENGTH, `must have at most ${MAX_HANDLE_LENGTH} characters`),
  v.regex(/^[a-z0-9][a-z0-9._-]*$/, 'must begin with a letter or digit and hold letters, digits, . _ - only'),
  v.check((handle) => !isReserved(handle), 'must not be a word that stands for everyone or for the site'),
);

/** A handle for somebody of this name, to begin with; empty when the name has no letter or digit for it. */
export function handleFor(name: string): string {
  const handle = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/\s+/g, '.')
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, MAX_HANDLE_LENGTH);
  return isReserved(handle) ? `${handle}1` : handle;
}
