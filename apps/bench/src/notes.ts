import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { noteRoot, writeNote } from '@lectern/channel-doc';
import type { NoteBlock, NoteBody } from '@lectern/contracts';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Lectern, Person } from './lectern.ts';
import { plausibleTexts } from './texts.ts';

/** Pause between two looks at whether something has come, in milliseconds, and how long it may take. */
const LOOK_EVERY_MS = 20;
const PATIENCE_MS = 60_000;
/** A paragraph is about so long; every so many of them a heading stands above, or a list. */
const PARAGRAPH_BYTES = 400;
const SECTION = 6;

export interface NewNote {
  readonly title: string;
  readonly body: NoteBody;
}

/** Makes pinned notes in a channel, as a person who may; answers their ids. */
export async function addNotes(
  app: Lectern,
  person: Person,
  channel: string,
  notes: readonly NewNote[],
): Promise<string[]> {
  const user = await NoteClient.open(app, person, `user/${person.id}/1`);
  const ids = notes.map(() => randomUUID());
  const ops = notes.flatMap(({ title }, at) => {
    const of = { channel, note: ids[at]!, at: Date.now() };
    return [
      { ...of, id: randomUUID(), kind: 'note.create', title, order: at + 1, template: 'blank' },
      { ...of, id: randomUUID(), kind: 'note.change', pinned: true },
    ];
  });
  user.doc.getArray('outbox').push(ops);
  const db = await app.database();
  const made = 'select count(*)::int as count from note where id = any($1::uuid[]) and pinned';
  await until(async () => (await db.query(made, [ids])).rows[0].count === ids.length, 'the notes to be made');
  await db.end();
  user.close();
  for (const [at, { body }] of notes.entries()) {
    if (body.blocks.length === 0) continue;
    const client = await NoteClient.openNote(app, person, ids[at]!);
    writeNote(client.doc, body);
    await client.saved();
    client.close();
  }
  return ids;
}

/** A client of one document, over the wire as any other, which writes in it without an editor. */
export class NoteClient {
  readonly doc = new Y.Doc();
  readonly #socket: HocuspocusProviderWebsocket;
  readonly #provider: HocuspocusProvider;

  private constructor(app: Lectern, ticket: string, name: string) {
    class OwnOrigin extends WebSocket {
      constructor(url: string) {
        super(url, { origin: app.origin });
        this.on('error', () => {});
      }
    }
    this.#socket = new HocuspocusProviderWebsocket({
      url: `ws://127.0.0.1:${app.port}/sync`,
      WebSocketPolyfill: OwnOrigin,
    });
    this.#provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name,
      document: this.doc,
      token: ticket,
      awareness: null,
      sessionAwareness: true,
    });
    this.#provider.attach();
  }

  static async open(app: Lectern, person: Person, name: string): Promise<NoteClient> {
    const client = new NoteClient(app, await person.ticket(), name);
    await until(() => client.#provider.isSynced, `${name} to open`);
    return client;
  }

  static openNote(app: Lectern, person: Person, note: string): Promise<NoteClient> {
    return NoteClient.open(app, person, `note/${note}/1`);
  }

  /** Says where the caret of this client is. */
  tellCaret(editor: string, position: Y.RelativePosition): void {
    const place = Buffer.from(Y.encodeRelativePosition(position)).toString('base64');
    this.#provider.sendStateless(JSON.stringify({ t: 'cursor', editor, anchor: place, focus: place }));
  }

  /** Resolves when the server has all that was written. */
  async saved(): Promise<void> {
    await until(() => !this.#provider.hasUnsyncedChanges, 'the server to have it');
  }

  close(): void {
    this.#provider.destroy();
    this.#socket.destroy();
  }
}

/** Texts of a note that one may write in, in its order. */
export const textsOf = (doc: Y.Doc): Y.XmlText[] =>
  [...noteRoot(doc).createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];

/** A note of so many bytes: sections with headings, paragraphs and lists. The same seed gives the same note. */
export function plausibleNote(bytes: number, seed: string): NoteBody {
  const texts = plausibleTexts(bytes / 20, seed);
  const blocks: NoteBlock[] = [];
  let next = 0;
  const words = (size: number): string => {
    let text = '';
    while (text.length < size) text += `${text === '' ? '' : ' '}${texts[next++ % texts.length]}`;
    return text;
  };
  const line = (s: string) => [{ t: 'text', s } as const];
  for (let size = 0; size < bytes; ) {
    const at = blocks.length % SECTION;
    const left = Math.min(PARAGRAPH_BYTES, bytes - size);
    if (at === 0) {
      const title = words(20).slice(0, 60);
      blocks.push({ id: '', t: 'h', level: 2, c: line(title) });
      size += title.length;
    } else if (at === SECTION - 1) {
      const items = [0, 1, 2, 3].map(() => words(left / 4));
      blocks.push({
        id: '',
        t: 'list',
        items: items.map((s) => ({ c: line(s), d: 0, mark: 'bullet' as const })),
      });
      size += items.join('').length;
    } else {
      const text = words(left);
      blocks.push({ id: '', t: 'p', c: line(text) });
      size += text.length;
    }
  }
  return { blocks };
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await isSo()); ) {
    if (performance.now() > end) throw new Error(`waited too long for ${what}`);
    await wait(LOOK_EVERY_MS);
  }
}
