import type { NoteCursor } from '@lectern/sync-client';
import type { ProviderAwareness, UserState } from '@lexical/yjs';
import * as Y from 'yjs';

/** Somebody else's caret. */
export interface OtherCaret {
  /** The editor it is in: a person may have several. */
  readonly editor: string;
  readonly name: string;
  /** A colour of CSS. */
  readonly color: string;
  readonly cursor: NoteCursor | null;
}

/**
 * Carets as the binding of Lexical wants them told: as states of an awareness. There is none: what others have comes
 * through the port, stamped with who they are, and goes with their connection.
 */
export class CaretsOfOthers implements ProviderAwareness {
  readonly #onCursor: (cursor: NoteCursor | null) => void;
  #own: UserState | null = {
    anchorPos: null,
    focusPos: null,
    focusing: true,
    name: '',
    color: '',
    awarenessData: {},
  };
  /** By a number for each editor, since the binding knows people by numbers. */
  #states = new Map<number, UserState>();
  readonly #numbers = new Map<string, number>();

  constructor(onCursor: (cursor: NoteCursor | null) => void) {
    this.#onCursor = onCursor;
  }

  show(carets: readonly OtherCaret[]): void {
    this.#states = new Map(
      carets.flatMap(({ editor, name, color, cursor }) => {
        if (!this.#numbers.has(editor)) this.#numbers.set(editor, -1 - this.#numbers.size);
        const ends = cursor && { anchorPos: position(cursor.anchor), focusPos: position(cursor.focus) };
        if (!ends?.anchorPos || !ends.focusPos) return [];
        return [
          [this.#numbers.get(editor)!, { ...ends, focusing: true, name, color, awarenessData: {} }] as const,
        ];
      }),
    );
  }

  /** Nobody is shown any more, and nothing is told. */
  leave(): void {
    this.#states.clear();
    this.#own = null;
  }

  getLocalState(): UserState | null {
    return this.#own;
  }

  setLocalState(state: UserState | null): void {
    this.#own = state;
    const { anchorPos = null, focusPos = null } = state ?? {};
    this.#onCursor(
      anchorPos && focusPos
        ? { anchor: Y.encodeRelativePosition(anchorPos), focus: Y.encodeRelativePosition(focusPos) }
        : null,
    );
  }

  getStates(): Map<number, UserState> {
    return this.#states;
  }

  setLocalStateField(): void {}
  on(): void {}
  off(): void {}
}

/** What somebody else sent may be anything. */
function position(bytes: Uint8Array): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(bytes);
  } catch {
    return null;
  }
}
