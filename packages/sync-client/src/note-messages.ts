import type { NoteId } from '@lectern/contracts';
import type { NoteCursor, NoteEnd, NotePresence } from './note-port.ts';
import type { PortErrorCode } from './port.ts';

/** What crosses the port for one page's copy of a note (`NoteReplica`). */
export type NoteToHub =
  | { readonly do: 'open'; readonly note: NoteId }
  /** `k` counts what the page wrote; what is sent again after a hub was lost changes nothing. */
  | { readonly do: 'write'; readonly k: number; readonly update: Uint8Array }
  | { readonly do: 'cursor'; readonly cursor: NoteCursor | null }
  | { readonly do: 'close' };

export type NoteToPage =
  /** All that is here, before anything else; again when the hub was lost and another one goes on. */
  | { readonly do: 'whole'; readonly update: Uint8Array }
  | { readonly do: 'update'; readonly update: Uint8Array }
  | { readonly do: 'written'; readonly k: number }
  | { readonly do: 'failed'; readonly k: number; readonly code: PortErrorCode; readonly message: string }
  | { readonly do: 'presence'; readonly present: readonly NotePresence[] }
  | { readonly do: 'end'; readonly why: NoteEnd };

/** The page's end of a line for one note. Nothing of it is kept: a line that breaks is opened again. */
export interface NoteLine {
  say(message: NoteToHub): void;
  close(): void;
}
