import type { NoteBlock, NoteBody } from '@lectern/contracts';
import { diffNotes, isVisibleChange, type NoteBlockChange, type WordChange } from '@lectern/rich-text/notes';
import { useMemo } from 'react';
import { NoteView } from '../../components/note/note-view.tsx';
import { historyWords } from '../../words/note-history.ts';

/** Paragraphs that stay, shown beside one that changed: what it stands between. */
const NEAR = 1;

/** What became of a note between two times: whole paragraphs that came and went, and words within the others. */
export function NoteChanges({
  before,
  after,
  folded = false,
}: {
  before: NoteBody;
  after: NoteBody;
  /** Of what stays only so much is shown that it can be seen where the changes stand. */
  folded?: boolean;
}) {
  const changes = useMemo(() => diffNotes(before, after), [before, after]);
  if (changes.every(({ kind }) => kind === 'same'))
    return (
      <>
        <p className="mb-4 text-small text-muted">{historyWords.nothingChanged}</p>
        <NoteView body={after} />
      </>
    );
  return (
    <div className="flex flex-col gap-3">
      {(folded ? foldedChanges(changes) : changes).map((change, at) =>
        typeof change === 'number' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole
          <p key={at} className="border-y border-line py-1 text-center text-meta text-muted">
            {historyWords.unchanged(change)}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole
          <Change key={at} change={change} />
        ),
      )}
    </div>
  );
}

/** The changes and what stands next to them; of other paragraphs how many there are. */
function foldedChanges(changes: readonly NoteBlockChange[]): (NoteBlockChange | number)[] {
  const isNear = (at: number): boolean =>
    changes.slice(Math.max(0, at - NEAR), at + NEAR + 1).some(({ kind }) => kind !== 'same');
  const shown: (NoteBlockChange | number)[] = [];
  for (const [at, change] of changes.entries()) {
    if (change.kind !== 'same' && !isVisibleChange(change)) continue;
    const last = shown.at(-1);
    if (isNear(at)) shown.push(change);
    else if (typeof last === 'number') shown[shown.length - 1] = last + 1;
    else shown.push(1);
  }
  return shown;
}

function Change({ change }: { change: NoteBlockChange }) {
  switch (change.kind) {
    case 'same':
      return <Plain block={change.block} />;
    case 'added':
      return (
        <ins className="block border-s-2 border-success ps-3 no-underline">
          <span className="sr-only">{historyWords.blockAdded}</span>
          <Plain block={change.block} />
        </ins>
      );
    case 'removed':
      return (
        <del className="block border-s-2 border-danger ps-3 text-muted line-through decoration-1">
          <span className="sr-only">{historyWords.blockRemoved}</span>
          <Plain block={change.block} />
        </del>
      );
    case 'changed':
      return (
        <div dir="auto" className="border-s-2 border-warning ps-3 wrap-anywhere whitespace-pre-wrap">
          <span className="sr-only">{historyWords.blockChanged}</span>
          {change.words.every(({ kind }) => kind === 'same') ? (
            <Plain block={change.after} />
          ) : (
            change.words.map((word, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: words stay in their order
              <Words key={at} word={word} />
            ))
          )}
        </div>
      );
  }
}

const Plain = ({ block }: { block: NoteBlock }) => <NoteView body={{ blocks: [block] }} />;

function Words({ word: { kind, text } }: { word: WordChange }) {
  if (kind === 'same') return text;
  if (kind === 'added')
    return (
      <ins className="rounded-xs bg-[color-mix(in_oklab,var(--success)_16%,transparent)] text-success-text underline decoration-1 underline-offset-2">
        <span className="sr-only">{historyWords.wordsAdded} </span>
        {text}
      </ins>
    );
  return (
    <del className="text-danger-text line-through decoration-1">
      <span className="sr-only">{historyWords.wordsRemoved} </span>
      {text}
    </del>
  );
}
