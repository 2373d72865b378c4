import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { noteRoot, readNote } from '@lectern/channel-doc';
import { createRandom } from '@lectern/test-kit';
import { freePort } from '@lectern/test-kit/free-port';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readDocument } from './database/documents.ts';
import { type TestDatabase, testDatabases } from './database/test-database.ts';
import { Population } from './testing/population.ts';
import { type OpenDocument, poll, TestDevice } from './testing/test-device.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');
const ROUNDS = 20;
/** Words that one person has on their way at a time. */
const IN_FLIGHT = 12;

let database: TestDatabase | null = null;
let server: ChildProcess | null = null;
const devices: TestDevice[] = [];
afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  if (server !== null && server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  await database?.drop();
});

test('no word of two editors that the server has named is lost, whenever it is killed', async () => {
  const target = (await testDatabases()).at(-1)!;
  database = await target.create();
  const { db, url } = database;
  const people = new Population(db);
  const editors = [await people.person('Ada'), await people.person('Bob')];
  const course = await people.course(editors.map((editor) => [editor, 'lecturer'] as const));
  const note = await people.note(await people.channel(course), editors[0]!);
  const random = createRandom(9);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const named = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    server = await start(port, url);
    const writers = await Promise.all(
      editors.map(async (person, i) => {
        const ticket = () => people.ticket(person);
        const device = new TestDevice({ url: `ws://localhost:${port}/sync`, origin, person, ticket });
        devices.push(device);
        return new Typist(await device.open('note', note).synced(), `${'ab'[i]}${round}`);
      }),
    );
    const wanted = random.int(1, 150);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (writers.reduce((sum, { words }) => sum + words.length, 0) >= wanted) resolve();
      };
      for (const writer of writers) writer.begin(look);
    });
    server.kill('SIGKILL');
    const gone = once(server, 'exit');
    // What was named up to the very end counts too.
    await gone;
    for (const device of devices.splice(0)) device.close();
    for (const writer of writers) for (const word of writer.end()) named.add(word);
    const stored = new Set(await wordsIn(database, note));
    expect(
      [...named].filter((word) => !stored.has(word)),
      `round ${round}`,
    ).toEqual([]);
  }
  expect(named.size).toBeGreaterThan(ROUNDS * 20);
}, 240_000);

/** Writes one word after another, and knows which of them the server has named: it names them in their order. */
class Typist {
  readonly #document: OpenDocument;
  readonly #name: string;
  readonly #typed: string[] = [];
  #isTyping = false;
  /** Those that the server has named. */
  words: readonly string[] = [];

  constructor(document: OpenDocument, name: string) {
    this.#document = document;
    this.#name = name;
  }

  begin(onNamed: () => void): void {
    this.#isTyping = true;
    this.#document.provider.on('unsyncedChanges', ({ number }: { number: number }) => {
      if (!this.#isTyping) return;
      const count = Math.max(this.words.length, this.#typed.length - number);
      this.words = this.#typed.slice(0, count);
      onNamed();
      queueMicrotask(() => this.#type());
    });
    // A connection that is made anew counts anew.
    this.#document.provider.on('disconnect', () => this.end());
    this.#type();
  }

  end(): readonly string[] {
    this.#isTyping = false;
    return this.words;
  }

  #type(): void {
    while (this.#isTyping && this.#typed.length - this.words.length < IN_FLIGHT) {
      const word = `${this.#name}.${this.#typed.length}`;
      this.#typed.push(word);
      write(this.#document.doc, `${word} `);
    }
  }
}

function write(doc: Y.Doc, text: string): void {
  doc.transact(() => {
    const block = noteRoot(doc).get(0) as Y.XmlElement;
    if (block.length === 0) block.insert(0, [new Y.XmlText()]);
    const words = block.get(0) as Y.XmlText;
    words.insert(words.length, text);
  });
}

async function wordsIn({ db }: TestDatabase, note: string): Promise<string[]> {
  const doc = new Y.Doc();
  const { state, updates } = await readDocument(db, { kind: 'note', id: note });
  for (const update of [state, ...updates]) if (update !== null) Y.applyUpdate(doc, update);
  return readNote(doc)
    .blocks.flatMap((block) => ('c' in block ? block.c : []))
    .flatMap((inline) => (inline.t === 'text' ? inline.s.split(' ') : []));
}

async function start(port: number, url: string): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH, PORT: `${port}`, DATABASE_URL: url, LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  await poll(async () => {
    if (child.exitCode !== null) throw new Error('the server did not start');
    return fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }, 'the server to listen');
  return child;
}
