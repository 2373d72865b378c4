import { plainText } from '@lectern/rich-text';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import type { EditorHandle } from './editor.ts';

/** A pause in typing after which it is looked whether something was asked before, in milliseconds. */
const PAUSE_MS = 500;
/** Characters of a text that is looked at as a question: what is longer is a story. */
const LONGEST = 600;

export interface Asking {
  /** The person has said that it is a question. */
  readonly isQuestion: boolean;
  readonly toggle: () => void;
  /** What was typed, when it is a question or ends like one; null otherwise, and when the person has seen enough. */
  readonly typed: string | null;
  readonly changed: () => void;
  readonly dismiss: () => void;
  /** It was sent. */
  readonly reset: () => void;
}

/** Whether a question is being written, and which. Costs a keystroke no more than a timer. */
export function useAsking(editor: RefObject<EditorHandle | null>, mayAsk: boolean): Asking {
  const [isQuestion, setIsQuestion] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const dismissed = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = useStable(() => {
    const handle = editor.current;
    if (!handle || handle.isEmpty()) dismissed.current = false;
    const text =
      !handle || dismissed.current || handle.length() > LONGEST ? '' : plainText(handle.read()).trim();
    setTyped(text !== '' && (isQuestion || /[?？؟]$/u.test(text)) ? text : null);
  });
  const changed = useStable(() => {
    clearTimeout(timer.current);
    if (mayAsk) timer.current = setTimeout(look, PAUSE_MS);
  });
  const close = useStable((isOver: boolean) => {
    clearTimeout(timer.current);
    dismissed.current = !isOver;
    setTyped(null);
    if (isOver) setIsQuestion(false);
  });
  const toggle = useStable(() => {
    setIsQuestion(!isQuestion);
    changed();
  });
  const dismiss = useStable(() => close(false));
  const reset = useStable(() => close(true));
  return { isQuestion, toggle, typed, changed, dismiss, reset };
}
