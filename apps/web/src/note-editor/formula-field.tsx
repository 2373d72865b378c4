import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../components/button.tsx';
import { placeFormula } from '../components/note/place-formula.ts';
import { keepFocus } from '../composer/keep-focus.ts';
import { noteWords } from '../words/notes.ts';
import { words } from '../words/words.ts';
import { placeNear } from './floating-place.ts';
import { isFormulaSource } from './note-rules.ts';

/** Where a formula is written, with what it will look like below. */
export function FormulaField({
  source,
  display,
  at,
  onSet,
  onRemove,
  onClose,
}: {
  source: string;
  display: boolean;
  /** Where it stands in the window. */
  at: DOMRect | null;
  onSet: (source: string) => void;
  /** Null while there is none yet. */
  onRemove: (() => void) | null;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const preview = useRef<HTMLDivElement>(null);
  const id = useId();
  const [typed, setTyped] = useState(source);
  const trimmed = typed.trim();
  const isTooLong = trimmed !== '' && !isFormulaSource(trimmed);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useLayoutEffect(() => placeNear(ref.current!, at, 'below'));
  useEffect(() => placeFormula(preview.current!, trimmed, true), [trimmed]);
  // Whoever ends it takes the focus away, which would set it once more.
  const isOver = useRef(false);
  const end = (how: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    how();
  };
  const set = () => {
    if (trimmed === '') end(onRemove ?? onClose);
    else if (!isTooLong) end(() => onSet(trimmed));
  };
  return (
    <div
      ref={ref}
      role="dialog"
      aria-label={noteWords.formulaEdit}
      className="note-tools appear absolute z-30 w-[min(440px,calc(100vw-16px))] rounded-card bg-raised p-2 shadow-float"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) set();
      }}
    >
      <div className="note">
        <div ref={preview} className="note-formula-block min-h-12 px-2" />
      </div>
      <textarea
        ref={input}
        rows={Math.min(8, typed.split('\n').length + (display ? 1 : 0))}
        value={typed}
        spellCheck={false}
        dir="ltr"
        aria-label={noteWords.formula}
        aria-invalid={isTooLong}
        aria-describedby={isTooLong ? `${id}-fault` : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') end(onClose);
          else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) set();
          else return;
          event.preventDefault();
        }}
        placeholder="\int_0^1 x^2 \, dx"
        className="mt-1 w-full resize-none rounded-control bg-hover px-2.5 py-2 font-mono text-small outline-none"
      />
      {isTooLong && (
        <p id={`${id}-fault`} role="alert" className="px-1 pt-1 text-small text-danger-text">
          {noteWords.formulaTooLong}
        </p>
      )}
      <div className="mt-1.5 flex items-center justify-end gap-1.5">
        {onRemove && (
          <IconButton
            icon="trash"
            label={noteWords.formulaRemove}
            onPointerDown={keepFocus}
            onClick={() => end(onRemove)}
            className="me-auto"
          />
        )}
        <Button size="small" kind="quiet" onPointerDown={keepFocus} onClick={() => end(onClose)}>
          {words.common.cancel}
        </Button>
        <Button size="small" kind="primary" onPointerDown={keepFocus} onClick={set}>
          {noteWords.formulaDone}
        </Button>
      </div>
    </div>
  );
}
