import { type Body, isTombstone, type MessageRecord, textMarks } from '@lectern/contracts';
import { plainText } from './body-text.ts';
import { linesOf } from './lines.ts';

/** What `has:` can ask for. Files, images and voice are asked for before there are any: nothing has them yet. */
export const hasFilters = ['link', 'code', 'question', 'file', 'image', 'voice'] as const;
export type HasFilter = (typeof hasFilters)[number];

/** What `is:` can ask for. Saved and unread are known to the person's own device alone. */
export const isFilters = ['pinned', 'thread', 'saved', 'unread'] as const;
export type IsFilter = (typeof isFilters)[number];

/** What a message has or is, for everybody alike: kept in the index as terms that no text has. */
export type SearchMark = HasFilter | Exclude<IsFilter, 'saved' | 'unread'>;

/** The term of a mark. No text has a term with such a sign. */
export const markTerm = (mark: SearchMark): string => `=${mark}`;

/** The marks by which search finds a message, beside its words. */
export function searchMarks(record: MessageRecord): SearchMark[] {
  if (isTombstone(record)) return [];
  const marks: SearchMark[] = [];
  if (hasLink(record.body)) marks.push('link');
  if (hasCode(record.body)) marks.push('code');
  if (record.thread !== undefined) marks.push('thread');
  if (record.question !== undefined) marks.push('question');
  if (record.pinned !== undefined) marks.push('pinned');
  return marks;
}

const hasLink = (body: Body): boolean =>
  linesOf(body).some((line) => line.some(({ t }) => t === 'link')) ||
  /(?<![\p{L}\p{N}])https?:\/\/[^\s]/iu.test(plainText(body));

const hasCode = (body: Body): boolean =>
  linesOf(body).some((line) =>
    line.some((node) => node.t === 'text' && ((node.m ?? 0) & textMarks.code) !== 0),
  );
