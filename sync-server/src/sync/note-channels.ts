import type { ChannelId, NoteId } from '@lectern/contracts';

/** Notes that are remembered: those of a few hundred busy courses, some megabytes. */
const MOST = 20_000;

/** Which channel a note stands in. That never changes, so that it is asked for once; the oldest answers are forgotten. */
export class NoteChannels {
  readonly #read: (note: NoteId) => Promise<ChannelId | null>;
  readonly #known = new Map<NoteId, ChannelId>();

  constructor(read: (note: NoteId) => Promise<ChannelId | null>) {
    this.#read = read;
  }

  /** Null when there is no such note; there may be one later. */
  async of(note: NoteId): Promise<ChannelId | null> {
    const known = this.#known.get(note);
    if (known !== undefined) return known;
    const channel = await this.#read(note);
    if (channel === null) return null;
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(note, channel);
    return channel;
  }
}
