import { noteRoot, readNote, writeNote } from '@lectern/channel-doc';
import type { ChannelId, NoteBody, NoteId, NoteTemplate, OpId } from '@lectern/contracts';
import { blockWords } from '@lectern/rich-text/notes';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { connectHub } from '../connect-hub.ts';
import type { NotePresence, NoteReplica, NoteView } from '../note-port.ts';
import { noteReplicas } from '../note-replica.ts';
import type { Port } from '../port-messages.ts';
import { servePort } from '../serve-port.ts';
import type { TestHub } from './test-hub.ts';

/** How long a busy machine may take to bring something to another device, in milliseconds. */
const PATIENCE_MS = 30_000;

export async function makeNote(
  hub: TestHub,
  channel: ChannelId,
  { pinned = false, template = 'blank' }: { pinned?: boolean; template?: NoteTemplate } = {},
): Promise<NoteId> {
  const note = crypto.randomUUID() as NoteId;
  const made = { kind: 'note.create', note, channel, at: 1, title: 'Lenses', order: 1, template } as const;
  await hub.tab.command('submit', { ...made, id: crypto.randomUUID() as OpId });
  if (!pinned) return note;
  const id = crypto.randomUUID() as OpId;
  await hub.tab.command('submit', { kind: 'note.change', id, channel, note, at: 1, pinned: true });
  return note;
}

/** A page's document, as an editor keeps it in step. */
export class NotePage {
  static async open(hub: TestHub, note: NoteId): Promise<NotePage> {
    const page = new NotePage(hub, note);
    await expect.poll(() => noteRoot(page.doc).length, { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    return page;
  }

  readonly doc = new Y.Doc();
  readonly replica: NoteReplica;
  present: readonly NotePresence[] = [];
  ended: string | null = null;

  private constructor({ hub }: TestHub, note: NoteId) {
    const connection = connectHub({
      joinWorker: null,
      startInPage: async () => {
        const { port1, port2 } = new MessageChannel();
        servePort(hub, port1 as unknown as Port);
        return port2 as unknown as Port;
      },
    });
    this.replica = noteReplicas(connection)(note);
    this.replica.onUpdate((update) => Y.applyUpdate(this.doc, update, this.replica));
    this.replica.onPresence((present) => {
      this.present = present;
    });
    this.replica.onEnd((why) => {
      this.ended = why;
    });
  }

  get text(): string {
    return [...noteRoot(this.doc).createTreeWalker((node) => node instanceof Y.XmlText)].join('');
  }

  /** What it says, a line each block. */
  get lines(): readonly string[] {
    return readNote(this.doc).blocks.map(blockWords);
  }

  /** Makes the note say this, a paragraph each. Resolves when it is written down on the device. */
  async say(...paragraphs: readonly string[]): Promise<void> {
    const { blocks } = readNote(this.doc);
    await this.write(() =>
      writeNote(this.doc, {
        blocks: paragraphs.map((s, at) => ({ id: blocks[at]?.id ?? '', t: 'p', c: [{ t: 'text', s }] })),
      }),
    );
  }

  /** Adds words at the end of the first paragraph. Resolves when they are written down on the device. */
  async type(words: string): Promise<void> {
    await this.write(() => {
      const block = noteRoot(this.doc).get(0) as Y.XmlElement;
      if (block.length === 0) block.insert(0, [new Y.XmlText()]);
      const text = block.get(0) as Y.XmlText;
      text.insert(text.length, words);
    });
  }

  private async write(change: () => void): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.doc.once('update', (update: Uint8Array) => this.replica.write(update).then(resolve, reject));
    });
    this.doc.transact(change);
    await written;
  }
}

export const textOf = ({ blocks }: NoteBody): string =>
  blocks
    .flatMap((block) => ('c' in block ? block.c : []))
    .map((node) => ('s' in node ? node.s : ''))
    .join('');
export const noteIs = (hub: TestHub, channel: ChannelId, note: NoteId, holds: (view: NoteView) => boolean) =>
  hub.until('note', { channel, note }, holds, PATIENCE_MS);
