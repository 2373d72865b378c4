import './note.css';
import type { InlineNode, NoteBlock, NoteBody, NoteItem, NoteLine, UserId } from '@lectern/contracts';
import { lineWords } from '@lectern/rich-text/notes';
import { memo, type ReactNode } from 'react';
import { noteWords } from '../../words/notes.ts';
import { CodeBlock } from '../body/code-block.tsx';
import { type Drawing, drawLine } from '../body/draw-inline.tsx';
import { IconButton } from '../button.tsx';
import { DistantFormula } from './distant-formula.tsx';

/**
 * What a note says, for whoever reads it: drawn from typed blocks, without the editor and without the note's document.
 * Blocks are known by their ids, so that what changes is drawn anew and the rest stays as it is, with what is selected
 * in it.
 */
export const NoteView = memo(function NoteView({
  body,
  onCopyLink,
  beside,
  lines,
}: {
  body: NoteBody;
  /** Copies the address of a block; without it headings have no links. */
  onCopyLink?: (block: string) => void;
  /** What stands in the margin of a block. */
  beside?: ReadonlyMap<string, ReactNode>;
  /** Lines that are drawn otherwise. */
  lines?: ReadonlyMap<NoteLine, ReactNode>;
}) {
  return (
    <div className="note">
      {body.blocks.map((block) => (
        <Block
          key={block.id}
          block={block}
          onCopyLink={onCopyLink}
          beside={beside?.get(block.id)}
          lines={lines}
        />
      ))}
    </div>
  );
});

interface BlockProps {
  block: NoteBlock;
  onCopyLink: ((block: string) => void) | undefined;
  beside: ReactNode;
  lines: ReadonlyMap<NoteLine, ReactNode> | undefined;
}

const Block = memo(
  function Block({ block, onCopyLink, beside, lines }: BlockProps) {
    const drawn = drawBlock(block, onCopyLink, (line) => lines?.get(line) ?? drawNoteLine(line));
    if (beside === undefined) return drawn;
    return (
      <div className="relative">
        {drawn}
        {beside}
      </div>
    );
  },
  // What comes from the hub is always new: it is the same block as long as it says the same.
  (before, after) =>
    before.onCopyLink === after.onCopyLink &&
    before.beside === after.beside &&
    before.lines === after.lines &&
    (before.block === after.block || JSON.stringify(before.block) === JSON.stringify(after.block)),
);

/** Notes mention nobody. */
const drawing: Drawing = { nameOf: () => '', me: '' as UserId, formula: DistantFormula };
/** A line of a note as its readers see it. */
export const drawNoteLine = (line: NoteLine): ReactNode => drawLine(line as readonly InlineNode[], drawing);

type Draw = (line: NoteLine) => ReactNode;

function drawBlock(
  block: NoteBlock,
  onCopyLink: ((block: string) => void) | undefined,
  draw: Draw,
): ReactNode {
  const { id } = block;
  switch (block.t) {
    case 'p':
      return (
        <p id={id} dir="auto">
          {draw(block.c)}
        </p>
      );
    case 'h': {
      // The title of the note stands above them.
      const Heading = (['h2', 'h3', 'h4'] as const)[block.level - 1]!;
      return (
        <Heading id={id} dir="auto" tabIndex={-1} className={`note-h${block.level}`}>
          {draw(block.c)}
          {onCopyLink && (
            <IconButton
              icon="link"
              iconSize={16}
              data-aside=""
              label={noteWords.copyHeadingLink(lineWords(block.c))}
              onClick={() => onCopyLink(id)}
              className="note-anchor"
            />
          )}
        </Heading>
      );
    }
    case 'quote':
      return (
        <blockquote id={id} dir="auto" className="note-quote">
          {draw(block.c)}
        </blockquote>
      );
    case 'callout':
      return (
        <div
          id={id}
          role="note"
          dir="auto"
          data-tone={block.tone}
          data-label={noteWords.tones[block.tone]}
          className="note-callout"
        >
          {draw(block.c)}
        </div>
      );
    case 'list':
      return <div id={id}>{drawItems(block.items, draw)}</div>;
    case 'table':
      return (
        <section
          id={id}
          aria-label={noteWords.table}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
          tabIndex={0}
          className="note-table-scroller"
        >
          <table className="note-table">
            <tbody>
              {block.rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names of their own
                <tr key={at}>{row.map((cell, nth) => drawCell(cell, nth, draw))}</tr>
              ))}
            </tbody>
          </table>
        </section>
      );
    case 'code':
      return (
        <div id={id}>
          <CodeBlock text={block.s} language={block.lang ?? null} />
        </div>
      );
    case 'math':
      return (
        <div id={id} className="note-formula-block">
          <DistantFormula source={block.s} display />
        </div>
      );
    case 'rule':
      return (
        <div id={id} className="note-rule">
          <hr />
        </div>
      );
  }
}

function drawCell(
  { c, head }: { readonly c: readonly NoteLine[]; readonly head: boolean },
  key: number,
  draw: Draw,
): ReactNode {
  const Cell = head ? 'th' : 'td';
  return (
    <Cell key={key} className={head ? 'note-cell note-cell-head' : 'note-cell'}>
      {c.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names of their own
        <p key={at} dir="auto">
          {draw(line)}
        </p>
      ))}
    </Cell>
  );
}

type Kind = 'bullet' | 'number' | 'check';
const kindOf = ({ mark }: NoteItem): Kind => (mark === 'open' || mark === 'done' ? 'check' : mark);

/**
 * Items with their depths as lists inside of lists; where the kind changes at the same depth another list begins. All of
 * a list stands on the side on which its first words begin, as in the editor.
 */
function drawItems(items: readonly NoteItem[], draw: Draw, isInner = false): ReactNode[] {
  const dir = isInner ? undefined : 'auto';
  const lists: ReactNode[] = [];
  for (let at = 0; at < items.length; ) {
    const [first, begin] = [items[at]!, at];
    const drawn: ReactNode[] = [];
    while (
      at < items.length &&
      items[at]!.d >= first.d &&
      (items[at]!.d > first.d || kindOf(items[at]!) === kindOf(first))
    ) {
      const item = items[at]!;
      let end = at + 1;
      while (end < items.length && items[end]!.d > item.d) end += 1;
      const inner = end > at + 1 ? drawItems(items.slice(at + 1, end), draw, true) : null;
      drawn.push(drawItem(item, at, inner, draw));
      at = end;
    }
    const kind = kindOf(first);
    lists.push(
      kind === 'number' ? (
        <ol key={begin} dir={dir}>
          {drawn}
        </ol>
      ) : (
        <ul key={begin} dir={dir} className={kind === 'check' ? 'note-checks' : undefined}>
          {drawn}
        </ul>
      ),
    );
  }
  return lists;
}

function drawItem(item: NoteItem, key: number, inner: ReactNode, draw: Draw): ReactNode {
  if (kindOf(item) !== 'check')
    return (
      <li key={key}>
        {draw(item.c)}
        {inner}
      </li>
    );
  const isDone = item.mark === 'done';
  const words = lineWords(item.c);
  return (
    <li key={key} className={isDone ? 'note-check note-check-done' : 'note-check'}>
      <input
        type="checkbox"
        checked={isDone}
        disabled
        readOnly
        aria-label={isDone ? noteWords.itemDone(words) : noteWords.itemOpen(words)}
        className="note-box"
      />
      {draw(item.c)}
      {inner}
    </li>
  );
}
