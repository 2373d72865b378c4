import { describeError } from '../describe-error.ts';
import type { NoteToHub, NoteToPage } from '../note-messages.ts';
import type { Person } from '../person.ts';
import { PortError } from '../port-error.ts';
import type { Replica } from './replica.ts';

/** The notes that one page has open in editors. What a page says of one note is done in the order in which it says it. */
export class PageNotes {
  private readonly present: () => Promise<Person>;
  private readonly replicas = new Map<number, Replica>();
  private readonly turns = new Map<number, Promise<void>>();
  private isClosed = false;

  /** @param present the person, once the start has come so far; rejects when nobody is signed in */
  constructor(present: () => Promise<Person>) {
    this.present = present;
  }

  /** @param n the page's number of the line */
  hear(
    n: number,
    message: NoteToHub,
    answer: (message: NoteToPage, transfer?: Transferable[]) => void,
  ): void {
    if (message.do === 'write') {
      this.inTurn(n, () => {
        this.write(n, message.update).then(
          () => answer({ do: 'written', k: message.k }),
          (error: unknown) => answer({ do: 'failed', k: message.k, ...describeError(error) }),
        );
      });
      return;
    }
    this.inTurn(n, async () => {
      switch (message.do) {
        case 'open':
          this.replicas.get(n)?.close();
          await this.open(n, message, answer);
          return;
        case 'cursor':
          this.replicas.get(n)?.setCursor(message.cursor);
          return;
        case 'close':
          this.replicas.get(n)?.close();
          this.replicas.delete(n);
          this.turns.delete(n);
      }
    });
  }

  /** The page is gone. */
  close(): void {
    this.isClosed = true;
    for (const replica of this.replicas.values()) replica.close();
    this.replicas.clear();
  }

  private async open(
    n: number,
    { note }: Extract<NoteToHub, { do: 'open' }>,
    answer: (message: NoteToPage, transfer?: Transferable[]) => void,
  ): Promise<void> {
    const notes = await (await this.present()).openNotes();
    if (this.isClosed) return;
    const replica = notes.openReplica(note, {
      // Made for this page alone: its bytes go over as they are.
      whole: (update) => answer({ do: 'whole', update }, [update.buffer]),
      update: (update) => answer({ do: 'update', update }),
      presence: (present) => answer({ do: 'presence', present }),
      end: (why) => answer({ do: 'end', why }),
    });
    this.replicas.set(n, replica);
  }

  private write(n: number, update: Uint8Array): Promise<void> {
    const replica = this.replicas.get(n);
    if (replica === undefined) return Promise.reject(new PortError('no-session', 'the note is not open'));
    return replica.write(update);
  }

  private inTurn(n: number, task: () => void | Promise<void>): void {
    const turn = (this.turns.get(n) ?? Promise.resolve()).then(task).catch(() => {});
    this.turns.set(n, turn);
  }
}
