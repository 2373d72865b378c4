import './note-writers.css';
import type { AuthorRun, NoteBlock, NoteBody, NoteLine, UserId } from '@lectern/contracts';
import {
  countWriters,
  mainWriter,
  type Writer,
  type WrittenPiece,
  writtenPieces,
} from '@lectern/rich-text/notes';
import { type ReactNode, useMemo, useState } from 'react';
import { cx } from '../../components/class-names.ts';
import { drawNoteLine, NoteView } from '../../components/note/note-view.tsx';
import { list } from '../../words/format.ts';
import { historyWords } from '../../words/note-history.ts';

type Runs = Readonly<Record<string, readonly AuthorRun[]>>;

/** Looks of writers, one after another: six colours and five kinds of line, so that thirty differ by both. */
const COLOURS = 6;
const STYLES = ['solid', 'dotted', 'dashed', 'double', 'wavy'] as const;

/**
 * Who wrote what of a version: a line under every word, in the colour and kind of its writer, and a list of them with how
 * many words each wrote. One of them can be chosen, and then theirs alone are marked.
 */
export function NoteWriters({
  body,
  runs,
  nameOf,
}: {
  body: NoteBody;
  runs: Runs;
  nameOf: (user: UserId) => string;
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  const writers = useMemo(
    () => countWriters(body, runs).map((each) => ({ ...each, name: nameOfWriter(each.by, nameOf) })),
    [body, runs, nameOf],
  );
  const { lines, beside } = useMemo(() => {
    const order = new Map(writers.map(({ by }, at) => [by, at]));
    return draw(body, runs, {
      of: (by) => order.get(by) ?? writers.length,
      name: (by) => nameOfWriter(by, nameOf),
      isMarked: (writer) => chosen === null || chosen === writer,
    });
  }, [body, runs, nameOf, writers, chosen]);
  if (writers.length === 0) return <p className="text-small text-muted">{historyWords.writersNone}</p>;
  return (
    <>
      <ul aria-label={historyWords.writers} className="mb-4 flex flex-wrap gap-1.5">
        {writers.map(({ by, name, words }, at) => (
          <li key={by ?? `${by}`} className="max-w-full">
            <button
              type="button"
              aria-pressed={chosen === at}
              onClick={() => setChosen(chosen === at ? null : at)}
              className={cx(
                'flex max-w-full items-baseline gap-1.5 rounded-control border px-2.5 py-1 text-small hover:bg-hover coarse:min-h-11 coarse:items-center',
                chosen === at ? 'border-accent bg-active' : 'border-line-control',
              )}
            >
              <Written writer={at}>
                <bdi className="wrap-anywhere">{name}</bdi>
              </Written>
              <span className="sr-only">: </span>
              <span className="shrink-0 text-muted">{historyWords.words(words)}</span>
            </button>
          </li>
        ))}
      </ul>
      {writers.length > 1 && <p className="mb-3 text-meta text-muted">{historyWords.writersHint}</p>}
      <NoteView body={body} lines={lines} beside={beside} />
    </>
  );
}

const nameOfWriter = (by: Writer, nameOf: (user: UserId) => string): string =>
  by === undefined ? historyWords.unknown : by === null ? historyWords.left : nameOf(by);

interface Writers {
  /** The place of a writer among all of them. */
  readonly of: (by: Writer) => number;
  readonly name: (by: Writer) => string;
  readonly isMarked: (writer: number) => boolean;
}

/** All lines of a note with what each writer wrote marked, and beside every block the names of its writers. */
function draw({ blocks }: NoteBody, runs: Runs, writers: Writers) {
  const lines = new Map<NoteLine, ReactNode>();
  const beside = new Map<string, ReactNode>();
  for (const block of blocks) {
    const pieces = writtenPieces(block, runs[block.id] ?? []);
    for (const line of linesOf(block)) lines.set(line, drawLine(line, pieces, writers));
    const names = new Set([...pieces.values()].flat().map(({ by }) => writers.name(by)));
    // Code and formulas are drawn as a whole: there the names are to be seen, and elsewhere they are for screen readers.
    const isWhole = block.t === 'code' || block.t === 'math';
    if (names.size > 0)
      beside.set(
        block.id,
        <p className={isWhole ? 'mt-0.5! text-meta text-muted' : 'sr-only'}>
          {historyWords.wrote(list([...names]))}
        </p>,
      );
  }
  return { lines, beside };
}

function linesOf(block: NoteBlock): readonly NoteLine[] {
  if ('c' in block) return [block.c];
  if (block.t === 'list') return block.items.map(({ c }) => c);
  return block.t === 'table' ? block.rows.flatMap((row) => row.flatMap(({ c }) => c)) : [];
}

/** A link and a formula are drawn as one, and are of who wrote most of them. */
function drawLine(
  line: NoteLine,
  pieces: ReadonlyMap<object, readonly WrittenPiece[]>,
  { of, name, isMarked }: Writers,
): ReactNode {
  return line.flatMap((node, place) => {
    const ofNode = (node.t === 'link' ? node.c : [node]).flatMap((each) => pieces.get(each) ?? []);
    const parts =
      node.t === 'text'
        ? ofNode.map(({ s, by }) => ({ by, node: { ...node, s } }))
        : [{ by: mainWriter(ofNode), node }];
    return parts.map(({ by, node: part }, at) => (
      <Written
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces stay in their order
        key={`${place}.${at}`}
        writer={node.t === 'break' ? null : of(by)}
        isMarked={isMarked(of(by))}
        name={name(by)}
      >
        {drawNoteLine([part])}
      </Written>
    ));
  });
}

/** Words with the mark of who wrote them. */
function Written({
  writer,
  isMarked = true,
  name,
  children,
}: {
  writer: number | null;
  isMarked?: boolean;
  name?: string;
  children: ReactNode;
}) {
  if (writer === null) return children;
  if (!isMarked) return <span className="text-muted">{children}</span>;
  return (
    <span
      className="note-written"
      data-tip={name}
      data-colour={writer % COLOURS}
      style={{ textDecorationStyle: STYLES[writer % STYLES.length] }}
    >
      {children}
    </span>
  );
}
