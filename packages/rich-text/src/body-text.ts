import type { Body, InlineNode, ParagraphNode, PlainBody, UserId } from '@lectern/contracts';

/** What a person is called in plain text, or undefined when that is not known. */
export type NameOf = (user: UserId) => string | undefined;

/** As many paragraphs as the contract of a body allows; further lines become breaks inside the last one. */
const MAX_PARAGRAPHS = 2_000;

/** Control characters that no text needs, and which Postgres or a terminal would choke on. Tab and newline stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** `@` and a handle, where no letter, digit or `@` stands before it (an address is no mention). */
const MENTION = /(?<![\p{L}\p{N}@._-])@([a-z0-9][a-z0-9._-]*)/giu;

/**
 * The words of a body: paragraphs and breaks as newlines, mentions as `@name`. A person whose name is not known is
 * written as a bare `@`; a sealed body has no words here.
 */
export function plainText(body: Body, nameOf: NameOf = () => undefined): string {
  if (body.kind !== 'plain') return '';
  return body.blocks.map((block) => block.c.map((node) => inlineText(node, nameOf)).join('')).join('\n');
}

/** Where in `plainText(body)`, written without names, which name is left out: the place behind its `@`. */
export function mentionPlaces(body: Body): { readonly at: number; readonly user: UserId }[] {
  if (body.kind !== 'plain') return [];
  const places: { at: number; user: UserId }[] = [];
  let at = 0;
  for (const block of body.blocks) {
    for (const node of block.c) {
      at += inlineText(node, () => undefined).length;
      if (node.t === 'mention') places.push({ at, user: node.user });
    }
    at += 1;
  }
  return places;
}

/** Whom a body mentions, each once, in the order of their first mention. */
export function mentionsOf(body: Body): UserId[] {
  if (body.kind !== 'plain') return [];
  const people = new Set<UserId>();
  for (const block of body.blocks)
    for (const node of block.c) if (node.t === 'mention') people.add(node.user);
  return [...people];
}

/**
 * A body that says `text`: one paragraph a line, without control characters and broken surrogates.
 * @param mentions handle (lower case) → person; every `@handle` found in it becomes a mention.
 */
export function bodyFromText(text: string, mentions: ReadonlyMap<string, UserId> = new Map()): PlainBody {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(CONTROL_CHARACTERS, '')
    .toWellFormed()
    .split('\n')
    .map((line) => inlineNodes(line, mentions));
  const last = lines.splice(MAX_PARAGRAPHS - 1);
  const blocks: ParagraphNode[] = lines.map((c) => ({ t: 'p', c }));
  if (last.length > 0)
    blocks.push({
      t: 'p',
      c: last.flatMap((c, index) => (index === 0 ? c : [{ t: 'break' as const }, ...c])),
    });
  return { kind: 'plain', blocks };
}

function inlineText(node: InlineNode, nameOf: NameOf): string {
  switch (node.t) {
    case 'text':
      return node.s;
    case 'mention':
      return `@${nameOf(node.user) ?? ''}`;
    case 'break':
      return '\n';
  }
}

function inlineNodes(line: string, mentions: ReadonlyMap<string, UserId>): InlineNode[] {
  const nodes: InlineNode[] = [];
  let done = 0;
  const addText = (to: number) => {
    if (to > done) nodes.push({ t: 'text', s: line.slice(done, to) });
  };
  if (mentions.size > 0) {
    for (const match of line.matchAll(MENTION)) {
      const found = knownHandle(match[1]!.toLowerCase(), mentions);
      if (!found) continue;
      addText(match.index);
      nodes.push({ t: 'mention', user: found.user });
      done = match.index + 1 + found.length;
    }
  }
  addText(line.length);
  return nodes;
}

/** The person of a handle; punctuation at its end belongs to the sentence unless the handle really has it. */
function knownHandle(
  handle: string,
  mentions: ReadonlyMap<string, UserId>,
): { user: UserId; length: number } | null {
  for (let length = handle.length; length > 0; length--) {
    const user = mentions.get(handle.slice(0, length));
    if (user !== undefined) return { user, length };
    if (!/[._-]/.test(handle[length - 1]!)) return null;
  }
  return null;
}
