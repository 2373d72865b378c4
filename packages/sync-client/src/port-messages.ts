import type { NoteToHub, NoteToPage } from './note-messages.ts';
import type { CommandName, PortErrorCode, ViewName } from './port.ts';

/**
 * What crosses between a page and the hub. `n` is the page's own number for a command, a watched view or the line of a note. Commands
 * may be sent again after a hub was lost: each of them states a result, so that repeating one changes nothing; lines of notes are opened again.
 */
export type ToHub =
  /** Opens the conversation, and asks for a sign of life later. `lock` names a Web Lock that ends with the page. */
  | { readonly t: 'hello'; readonly lock: string | null }
  | { readonly t: 'command'; readonly n: number; readonly name: CommandName; readonly argument: unknown }
  | { readonly t: 'watch'; readonly n: number; readonly name: ViewName; readonly params: unknown }
  | { readonly t: 'unwatch'; readonly n: number }
  /** Of a note that is open in an editor. */
  | { readonly t: 'note'; readonly n: number; readonly say: NoteToHub }
  /** All that the page watches has come and is drawn: said once. */
  | { readonly t: 'drawn' }
  | { readonly t: 'bye' };

export type ToPage =
  | { readonly t: 'welcome' }
  | { readonly t: 'answer'; readonly n: number; readonly value: unknown }
  | { readonly t: 'failure'; readonly n: number; readonly code: PortErrorCode; readonly message: string }
  /** What changed in one turn comes together, so that the page draws it once: number of the watch and its value. */
  | { readonly t: 'values'; readonly values: readonly (readonly [n: number, value: unknown])[] }
  | { readonly t: 'note'; readonly n: number; readonly say: NoteToPage }
  /** The hub has written everything out and gives way to a newer one. */
  | { readonly t: 'stopped' };

/** The part of a MessagePort that the conversation needs. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  start?(): void;
  close(): void;
}
