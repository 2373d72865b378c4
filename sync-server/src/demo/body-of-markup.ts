import { type InlineNode, type PlainBody, textMarks, type UserId } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';

/** The light markup of the scripts: code, bold, italic, struck out. Marks do not stand inside each other. */
const MARKED =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\p{L}\p{N}*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\p{L}\p{N}*])|~~([^~]+)~~/gu;
const MARK_OF_GROUP = [textMarks.code, textMarks.bold, textMarks.italic, textMarks.strike];

/** The body that a marked-up text stands for. @param handles who is meant by which `@handle` */
export function bodyOfMarkup(text: string, handles: ReadonlyMap<string, UserId>): PlainBody {
  const body = bodyFromText(text, handles);
  return {
    ...body,
    blocks: body.blocks.map((block) => (block.t === 'p' ? { t: 'p', c: block.c.flatMap(marked) } : block)),
  };
}

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
