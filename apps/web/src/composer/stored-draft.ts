/** What stands in an editor when something is heard of its draft. Texts are compared as JSON. */
export interface EditorState {
  readonly text: string;
  /** Something was typed that has not been handed over. */
  readonly isDirty: boolean;
  /** A caret stands in words. */
  readonly isHeld: boolean;
}

/** What becomes of an editor's text when something is heard. */
export type Fate = 'stays' | 'replaced' | 'cleared';

export interface StoredDraft {
  /** The editor's text is to be stored, or to be no draft any more (null). Says whether the store has to be told. */
  handOver(text: string | null): boolean;
  /** What was written is sent. Says whether a stored draft ends with it. */
  end(): boolean;
  /** A draft is stored now, or none any more. */
  hear(stored: string | null, editor: EditorState): Fate;
}

/**
 * What one editor makes of the stored draft of its place, which other tabs and devices write too. The last one written
 * is the draft. What was typed under a caret is never replaced; what came from elsewhere goes on as it does there, and
 * goes when it was sent there. Only words that this editor knows are ended by it.
 */
export function createStoredDraft(): StoredDraft {
  let stored: string | null = null;
  /** Handed over and not yet heard of: what is heard until then may be earlier words of this editor. */
  let handed: string | null = null;
  /** The last text that came in from elsewhere. */
  let taken: string | null = null;
  /** The stored draft was written elsewhere and has not been shown here. */
  let isForeign = false;
  /** What was stored is over: an echo of it must not come back into the empty editor. */
  let isOver = false;
  return {
    handOver(text) {
      if (text === null && isForeign) return false;
      handed = text;
      isForeign = isOver = false;
      return true;
    },
    end() {
      if (isForeign || (stored ?? handed) === null) return false;
      handed = null;
      isOver = true;
      return true;
    },
    hear(now, { text, isDirty, isHeld }) {
      const before = stored;
      stored = now;
      if (now === null) {
        isForeign = isOver = false;
        return before === text && !isDirty ? 'cleared' : 'stays';
      }
      const isEcho = now === handed;
      if (isEcho) handed = null;
      if (isOver) return 'stays';
      if (now === text) isForeign = false;
      else if (now !== before && !isEcho && handed === null) isForeign = true;
      if (now === text || isDirty || (isHeld && text !== taken)) return 'stays';
      isForeign = false;
      taken = now;
      return 'replaced';
    },
  };
}
