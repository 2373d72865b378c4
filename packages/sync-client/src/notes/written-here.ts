import type { NoteId } from '@lectern/contracts';
import type { Facts, WrittenInNote } from '@lectern/local-store';
import * as Y from 'yjs';
import type { Clock } from '../clock.ts';

/** Notes of which it is kept what was written in them here. */
const MOST_NOTES = 100;
/** Client ids of one note that are remembered: each opening of an editor has one. */
const MOST_CLIENTS = 100;
/** Runs of characters that were taken out of one note and are remembered. */
const MOST_RUNS = 2_000;
/** It is noted once for all keys of some seconds, in milliseconds. */
const NOTE_AFTER_MS = 3_000;
const NOTHING: WrittenInNote = { clients: [], deleted: [] };

export interface WrittenHereOptions {
  /** As an earlier run noted it. */
  readonly written: Facts['noteWritten'];
  readonly clock: Pick<Clock, 'after'>;
  readonly onNote: (written: Facts['noteWritten']) => void;
}

/** What this device has written in notes: that it may bring again to a server that has lost it. */
export class WrittenHere {
  private readonly options: WrittenHereOptions;
  private written: Facts['noteWritten'];
  private cancel: (() => void) | null = null;

  constructor(options: WrittenHereOptions) {
    this.options = options;
    this.written = options.written;
  }

  has(note: NoteId): boolean {
    return this.written[note] !== undefined;
  }

  of(note: NoteId): WrittenInNote {
    return this.written[note] ?? NOTHING;
  }

  remember(note: NoteId, update: Uint8Array): void {
    const { [note]: known = NOTHING, ...others } = this.written;
    const clients = new Set([...known.clients, ...Y.parseUpdateMeta(update).to.keys()]);
    const deleted = [...Y.decodeUpdate(update).ds.clients].flatMap(([client, runs]) =>
      runs.map(({ clock, len }) => [client, clock, len] as const),
    );
    if (clients.size === known.clients.length && deleted.length === 0) return;
    const kept = Object.entries(others).slice(1 - MOST_NOTES);
    const written = {
      clients: [...clients].slice(-MOST_CLIENTS),
      deleted: joinedRuns([...known.deleted, ...deleted]).slice(-MOST_RUNS),
    };
    this.written = { ...Object.fromEntries(kept), [note]: written };
    // Without its client id nothing of what follows could be brought again.
    if (written.clients.at(-1) !== known.clients.at(-1)) this.note();
    else this.cancel ??= this.options.clock.after(NOTE_AFTER_MS, () => this.note());
  }

  /** Notes what is not noted yet. */
  stop(): void {
    if (this.cancel !== null) this.note();
  }

  private note(): void {
    this.cancel?.();
    this.cancel = null;
    this.options.onNote(this.written);
  }
}

type Run = WrittenInNote['deleted'][number];

/** Somebody who holds the delete key takes out one character after the other, mostly backwards. */
function joinedRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const [client, clock, length] of runs) {
    const last = joined.at(-1);
    if (last !== undefined && last[0] === client && last[1] === clock + length)
      joined[joined.length - 1] = [client, clock, length + last[2]];
    else if (last !== undefined && last[0] === client && last[1] + last[2] === clock)
      joined[joined.length - 1] = [client, last[1], last[2] + length];
    else joined.push([client, clock, length]);
  }
  return joined;
}
