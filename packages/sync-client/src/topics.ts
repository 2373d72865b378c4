import type { ChannelId, NoteId } from '@lectern/contracts';

/** What can change in the hub. Views name the topics they are made of and are made anew when one is marked. */
export type Topic =
  | 'session'
  | 'connection'
  | 'journal'
  | 'facts'
  | 'counts'
  | 'reads'
  /** Which threads this person follows, and how far they have read in them. */
  | 'threads'
  | 'presence'
  | 'typing'
  | 'drafts'
  | 'saved'
  | 'settings'
  | 'storage'
  /** How much of the history is stored, or may be. */
  | 'coverage'
  /** Stored rows of a channel, or what more of them can be had. */
  | `channel:${ChannelId}`
  /** What was written in notes and waits, or was set aside. */
  | 'unsentNotes'
  /** Which notes a channel has. */
  | `notes:${ChannelId}`
  /** What a note says, and how far it has come. */
  | `note:${NoteId}`
  /** What changed in a channel while the person was away from it. */
  | `away:${ChannelId}`
  /** This device's own ops for a channel. */
  | `ops:${ChannelId}`;

/** Who wants to hear of which topic. Marking is cheap; listeners decide when to look. */
export class Topics {
  private readonly listeners = new Map<Topic, Set<() => void>>();

  /** Calls `listener` after each marking of any of the topics, until the returned function is called. */
  on(topics: readonly Topic[], listener: () => void): () => void {
    for (const topic of topics) {
      const known = this.listeners.get(topic);
      if (known === undefined) this.listeners.set(topic, new Set([listener]));
      else known.add(listener);
    }
    return () => {
      for (const topic of topics) {
        const known = this.listeners.get(topic);
        known?.delete(listener);
        if (known?.size === 0) this.listeners.delete(topic);
      }
    };
  }

  mark(...topics: readonly Topic[]): void {
    const heard = new Set<() => void>();
    for (const topic of topics) for (const listener of this.listeners.get(topic) ?? []) heard.add(listener);
    for (const listener of heard) listener();
  }
}
