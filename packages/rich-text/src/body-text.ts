import type {
  BlockNode,
  Body,
  InlineNode,
  MentionGroup,
  MentionNode,
  PlainBody,
  UserId,
} from '@lectern/contracts';
import { linesOf } from './lines.ts';
import { typedBody } from './typed-body.ts';

/** What a person is called in plain text, or undefined when that is not known. */
export type NameOf = (user: UserId) => string | undefined;

/** As many paragraphs as the contract of a body allows; further lines become breaks inside the last one. */
const MAX_PARAGRAPHS = 2_000;

/** Control characters that no text needs, and which Postgres or a terminal would choke on. Tab and newline stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The words of a body: blocks, items and breaks as newlines, mentions as `@name` or `@group`, formulas as they are
 * typed. A person whose name is not known is written as a bare `@`; a sealed body has no words here.
 */
export const plainText = (body: Body, nameOf: NameOf = () => undefined): string =>
  linesOf(body)
    .map((line) => line.map((node) => inlineText(node, nameOf)).join(''))
    .join('\n');

/** Where in `plainText(body)`, written without names, which name is left out: the place behind its `@`. */
export function mentionPlaces(body: Body): { readonly at: number; readonly user: UserId }[] {
  const places: { at: number; user: UserId }[] = [];
  let at = 0;
  for (const line of linesOf(body)) {
    for (const node of line) {
      at += inlineText(node, () => undefined).length;
      if (node.t === 'mention' && 'user' in node) places.push({ at, user: node.user });
    }
    at += 1;
  }
  return places;
}

/** Whom a body mentions by name, each once, in the order of their first mention. */
export function mentionsOf(body: Body): UserId[] {
  return [...new Set(mentionNodes(body).flatMap((node) => ('user' in node ? [node.user] : [])))];
}

/** The groups that a body calls, each once. */
export function groupsOf(body: Body): MentionGroup[] {
  return [...new Set(mentionNodes(body).flatMap((node) => ('group' in node ? [node.group] : [])))];
}

const mentionNodes = (body: Body): MentionNode[] =>
  linesOf(body).flatMap((line) => line.flatMap((node) => (node.t === 'mention' ? [node] : [])));

/**
 * A body that says `text`: one paragraph a line, without control characters and broken surrogates.
 * @param mentions handle (lower case) → person or group; every `@handle` found in it becomes that mention.
 */
export function bodyFromText(
  text: string,
  mentions: ReadonlyMap<string, MentionNode> = new Map(),
): PlainBody {
  const lines = cleanText(text)
    .split('\n')
    .map((line): InlineNode[] => (line === '' ? [] : [{ t: 'text', s: line }]));
  const last = lines.splice(MAX_PARAGRAPHS - 1);
  const blocks: BlockNode[] = lines.map((c) => ({ t: 'p', c }));
  if (last.length > 0)
    blocks.push({
      t: 'p',
      c: last.flatMap((c, index) => (index === 0 ? c : [{ t: 'break' as const }, ...c])),
    });
  return typedBody(blocks, mentions);
}

/** Text as a body may hold it: line ends of one kind, no control characters, no halves of characters. */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(CONTROL_CHARACTERS, '')
    .toWellFormed();

function inlineText(node: InlineNode, nameOf: NameOf): string {
  switch (node.t) {
    case 'text':
      return node.s;
    case 'link':
      return node.c.map(({ s }) => s).join('');
    case 'math':
      return `$${node.s}$`;
    case 'mention':
      return `@${'group' in node ? node.group : (nameOf(node.user) ?? '')}`;
    case 'break':
      return '\n';
  }
}
