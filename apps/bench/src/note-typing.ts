import { randomUUID } from 'node:crypto';
import { createRandom } from '@lectern/test-kit';
import type { Page } from 'playwright-core';
import * as Y from 'yjs';
import { Laptop } from './chromium.ts';
import { addChannels, type Course, openCourse } from './course.ts';
import { Lectern } from './lectern.ts';
import { addNotes, NoteClient, plausibleNote, textsOf } from './notes.ts';
import { ROUNDS, reportDetail } from './report.ts';
import { KEY_EVERY_MS, type KeysRecord, reportKeys, THROTTLE, watchKeys } from './watch-keys.ts';

const NOTE_BYTES = 50_000;
const OTHERS = 5;
/** Rest between two keys of the others, in milliseconds: 40 to 60 words a minute. */
const OTHERS_EVERY_MS = [120, 280] as const;
/** Share of the others' stretches of typing that are in the paragraph of the person who is measured. */
const TOGETHER = 0.3;
const FORMULAS = 200;
/** What is typed in each round: about 250 keys. */
const TYPED = Array.from({ length: 5 }, (_, at) => `and this is sentence ${at} of somebody who types. `).join(
  '',
);

/** Typing in a note of 50 kB while five others type in it too, now and then in the same paragraph. */
export async function measureNoteTyping(): Promise<void> {
  const app = await Lectern.start();
  try {
    const { course, channel } = await courseWithChannel(app);
    const body = plausibleNote(NOTE_BYTES, 'typing');
    const [note] = await addNotes(app, course.admin, channel, [{ title: 'Together', body }]);
    const others = await Promise.all(
      Array.from({ length: OTHERS }, async (_, at) => {
        const person = await course.join(`Tutor${at}`, 'tutor');
        return new Typist(await NoteClient.openNote(app, person, note!), `typist ${at}`);
      }),
    );
    for (const other of others) other.begin();
    const heard = await typeIn(
      app,
      course,
      `${app.origin}/c/${channel}/n/${note}`,
      `while ${OTHERS} others type`,
    );
    for (const other of others) other.end();
    reportDetail('keys of the others that came in meanwhile', [heard], '', 0);
  } finally {
    await app.stop();
  }
}

/** Typing on a page of 200 formulas. */
export async function measureNoteFormulas(): Promise<void> {
  const app = await Lectern.start();
  try {
    const { course, channel } = await courseWithChannel(app);
    const blocks = Array.from({ length: FORMULAS / 2 }, (_, at) => [
      {
        ...{ id: '', t: 'p' as const },
        c: [
          { t: 'text' as const, s: 'For every ' },
          { t: 'math' as const, s: `\\epsilon_{${at}} > 0`, display: false },
          { t: 'text' as const, s: ' there is an index, and from it on:' },
        ],
      },
      { ...{ id: '', t: 'math' as const, display: true }, s: formula(at) },
    ]).flat();
    const [note] = await addNotes(app, course.admin, channel, [{ title: 'Formulas', body: { blocks } }]);
    await typeIn(app, course, `${app.origin}/c/${channel}/n/${note}`, `on a page of ${FORMULAS} formulas`);
  } finally {
    await app.stop();
  }
}

const formula = (n: number): string =>
  `\\sum_{k=1}^{${n + 2}} \\frac{(-1)^k}{k^{${n}} + 1} \\leq \\int_0^{\\infty} \\sqrt{\\frac{x^{${n}}}{1 + x^2}} \\, dx`;

async function courseWithChannel(app: Lectern): Promise<{ course: Course; channel: string }> {
  const course = await openCourse(app);
  const db = await app.database();
  const [channel] = await addChannels(db, course, ['notes']);
  await db.end();
  return { course, channel: channel! };
}

/** Measures the course's admin; answers how many keys of others came meanwhile. */
async function typeIn(app: Lectern, course: Course, address: string, what: string): Promise<number> {
  const laptop = await Laptop.buy();
  try {
    const page = await laptop.start({ app, person: course.admin });
    await page.goto(address);
    const editor = page.getByRole('textbox', { name: /^Text of the note/ });
    await editor.waitFor();
    const length = () => editor.evaluate((element) => element.textContent!.length);
    const before = await length();
    const cdp = await page.context().newCDPSession(page);
    for (const rate of [1, THROTTLE]) {
      await cdp.send('Emulation.setCPUThrottlingRate', { rate });
      const rounds: KeysRecord[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await typeSentences(page));
      reportKeys(what, rate, rounds);
    }
    return (await length()) - before - 2 * ROUNDS * TYPED.length;
  } finally {
    await laptop.scrap();
  }
}

/** Types behind a paragraph that is in sight. */
async function typeSentences(page: Page): Promise<KeysRecord> {
  const paragraph = page.locator('.note-editor p').nth(1);
  await paragraph.click();
  await page.keyboard.press('End');
  const watch = await watchKeys(page);
  await page.keyboard.type(TYPED, { delay: KEY_EVERY_MS });
  return watch.end();
}

/** Writes in a note as an editor would: letter by letter, telling where the caret is. */
export class Typist {
  readonly #client: NoteClient;
  readonly #random;
  readonly #editor = randomUUID();
  #text: Y.XmlText | null = null;
  #at = 0;
  #left = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(client: NoteClient, seed: string) {
    this.#client = client;
    this.#random = createRandom(seed);
  }

  begin(): void {
    this.#timer = setTimeout(
      () => {
        this.#type();
        this.begin();
      },
      this.#random.int(...OTHERS_EVERY_MS),
    );
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#client.close();
  }

  #type(): void {
    if (this.#left === 0) this.#moveOn();
    const text = this.#text!;
    if (this.#random.chance(0.06) && this.#at > 0) {
      this.#at -= 1;
      text.delete(this.#at, 1);
    } else {
      text.insert(this.#at, this.#random.chance(0.17) ? ' ' : this.#random.pick([...'etaoinshrdlu']));
      this.#at += 1;
    }
    this.#left -= 1;
    this.#client.tellCaret(this.#editor, Y.createRelativePositionFromTypeIndex(text, this.#at));
  }

  #moveOn(): void {
    const texts = textsOf(this.#client.doc);
    // The heading, the first paragraph, the second: that is where the one who is measured types.
    this.#text = this.#random.chance(TOGETHER) ? texts[2]! : this.#random.pick(texts);
    this.#at = this.#random.int(0, this.#text.length);
    this.#left = this.#random.int(10, 60);
  }
}
