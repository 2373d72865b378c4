import { type BlockNode, type InlineNode, type PlainBody, textMarks, type UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';

/** The light markup of the scripts: code, bold, italic, struck out. Marks do not stand inside each other. */
const MARKED =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\p{L}\p{N}*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\p{L}\p{N}*])|~~([^~]+)~~/gu;
const MARK_OF_GROUP = [textMarks.code, textMarks.bold, textMarks.italic, textMarks.strike];

/**
 * The body that a marked-up text stands for. Lines of code that follow each other are one block.
 * @param handles who is meant by which `@handle`
 */
export function bodyOfMarkup(text: string, handles: ReadonlyMap<string, UserId>): PlainBody {
  const blocks: BlockNode[] = [];
  const mentions = new Map([...handles].map(([handle, user]) => [handle, { t: 'mention', user } as const]));
  for (const block of bodyFromText(text, mentions).blocks) {
    const read: BlockNode = block.t === 'p' ? { t: 'p', c: block.c.flatMap(marked) } : block;
    const [line, before] = [codeLine(read), blocks.at(-1)];
    const above = before === undefined ? null : before.t === 'code' ? before.s : codeLine(before);
    if (line === null || above === null) blocks.push(read);
    else blocks[blocks.length - 1] = codeBlock(`${above}\n${line}`);
  }
  return { kind: 'plain', blocks };
}

/** What a paragraph says that is nothing but code, or null. */
function codeLine(block: BlockNode): string | null {
  const only = block.t === 'p' && block.c.length === 1 ? block.c[0]! : null;
  return only?.t === 'text' && only.m === textMarks.code ? only.s : null;
}

/** The programs of the course are in Python; what is measured and printed is in no language. */
const codeBlock = (s: string): BlockNode =>
  /^\s*(?:def|for|while|if|class|import|from|return)\b/m.test(s)
    ? { t: 'code', s, lang: 'python' }
    : { t: 'code', s };

function marked(node: InlineNode): InlineNode[] {
  if (node.t !== 'text') return [node];
  const nodes: InlineNode[] = [];
  let done = 0;
  const addPlain = (to: number): void => {
    if (to > done) nodes.push({ t: 'text', s: node.s.slice(done, to) });
  };
  for (const match of node.s.matchAll(MARKED)) {
    addPlain(match.index);
    const group = match.slice(1).findIndex((content) => content !== undefined);
    nodes.push({ t: 'text', s: match[group + 1]!, m: MARK_OF_GROUP[group]! });
    done = match.index + match[0].length;
  }
  addPlain(node.s.length);
  return nodes;
}
