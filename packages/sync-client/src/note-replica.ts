import type { NoteId } from '@lectern/contracts';
import type { NoteLine, NoteToPage } from './note-messages.ts';
import type { NoteEnd, NotePresence, NoteReplica, OpenNoteReplica } from './note-port.ts';
import type { Hub } from './port.ts';
import { PortError } from './port-error.ts';

/** The page's copies of notes, over its port to the hub. */
export const noteReplicas =
  (hub: Pick<Hub, 'noteLine'>): OpenNoteReplica =>
  (note) =>
    new PortReplica(hub, note);

interface Written {
  readonly update: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: PortError) => void;
}

class PortReplica implements NoteReplica {
  private readonly line: NoteLine;
  private readonly unconfirmed = new Map<number, Written>();
  private lastWrite = 0;
  private present: readonly NotePresence[] | null = null;
  private why: NoteEnd | null = null;
  /** What came before anybody listened. */
  private waiting: Uint8Array[] = [];
  private tellUpdate: ((update: Uint8Array) => void) | null = null;
  private tellPresence: ((present: readonly NotePresence[]) => void) | null = null;
  private tellEnd: ((why: NoteEnd) => void) | null = null;

  constructor(hub: Pick<Hub, 'noteLine'>, note: NoteId) {
    this.line = hub.noteLine(note, (message) => this.receive(message));
  }

  onUpdate(listener: (update: Uint8Array) => void): void {
    this.tellUpdate = listener;
    for (const update of this.waiting.splice(0)) listener(update);
  }

  write(update: Uint8Array): Promise<void> {
    this.lastWrite += 1;
    const k = this.lastWrite;
    return new Promise((resolve, reject) => {
      // Kept as it is until it is written down: what is handed over with its bytes could not be said again.
      this.unconfirmed.set(k, { update, resolve, reject });
      this.line.say({ do: 'write', k, update });
    });
  }

  setCursor(cursor: Parameters<NoteReplica['setCursor']>[0]): void {
    this.line.say({ do: 'cursor', cursor });
  }

  onPresence(listener: (present: readonly NotePresence[]) => void): void {
    this.tellPresence = listener;
    if (this.present !== null) listener(this.present);
  }

  onEnd(listener: (why: NoteEnd) => void): void {
    this.tellEnd = listener;
    if (this.why !== null) listener(this.why);
  }

  close(): void {
    this.line.close();
  }

  private receive(message: NoteToPage): void {
    switch (message.do) {
      case 'whole':
        this.tell(message.update);
        for (const [k, { update }] of this.unconfirmed) this.line.say({ do: 'write', k, update });
        return;
      case 'update':
        this.tell(message.update);
        return;
      case 'written':
        this.unconfirmed.get(message.k)?.resolve();
        this.unconfirmed.delete(message.k);
        return;
      case 'failed':
        this.unconfirmed.get(message.k)?.reject(new PortError(message.code, message.message));
        this.unconfirmed.delete(message.k);
        return;
      case 'presence':
        this.present = message.present;
        this.tellPresence?.(message.present);
        return;
      case 'end':
        this.why = message.why;
        this.tellEnd?.(message.why);
    }
  }

  private tell(update: Uint8Array): void {
    if (this.tellUpdate === null) this.waiting.push(update);
    else this.tellUpdate(update);
  }
}
