import type { NoteBlock, NoteBody } from '@lectern/contracts';
import { diffNotes, type NoteBlockChange, type WordChange } from '@lectern/rich-text/notes';
import { useMemo } from 'react';
import { NoteView } from '../../components/note/note-view.tsx';
import { historyWords } from '../../words/note-history.ts';

/** What became of a note between two times: whole paragraphs that came and went, and words within the others. */
export function NoteChanges({ before, after }: { before: NoteBody; after: NoteBody }) {
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
      {changes.map((change, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew as a whole
        <Change key={at} change={change} />
      ))}
    </div>
  );
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
        <p dir="auto" className="border-s-2 border-warning ps-3 wrap-anywhere whitespace-pre-wrap">
          <span className="sr-only">{historyWords.blockChanged}</span>
          {change.words.every(({ kind }) => kind === 'same') ? (
            <Plain block={change.after} />
          ) : (
            change.words.map((word, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: words stay in their order
              <Words key={at} word={word} />
            ))
          )}
        </p>
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
