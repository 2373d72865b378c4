import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { Laptop } from './chromium.ts';
import { ratios, reportDetail } from './report.ts';
import { typistTrace } from './typist-trace.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const KEYSTROKES = Number(process.env.BENCH_KEYSTROKES ?? 30_000);
/** The editor's own side, built as a script of its own: a program that is driven, as the server is. */
const PAGE = fileURLToPath(new URL('../../web/src/note-editor/testing/replay.ts', import.meta.url));

interface Replayed {
  readonly ms: number;
  readonly bytes: number;
  readonly texts: readonly string[];
  readonly faults: readonly string[];
}

interface Result extends Replayed {
  /** Milliseconds for one keystroke. */
  readonly each: number;
}

/** A keystroke-level trace of a seeded typist, on two editors that lose each other now and then, and on plain texts. */
export async function measureNoteReplay(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lectern-replay-'));
  const laptop = await Laptop.buy();
  try {
    const script = await buildPage(folder);
    const results = { replayInEditors: [] as Result[], replayInTexts: [] as Result[] };
    for (let round = 0; round < ROUNDS; round++) {
      const { steps, keystrokes, partitions, end } = typistTrace(KEYSTROKES, `replay ${round}`);
      const page = await laptop.start();
      await page.addScriptTag({ content: script });
      for (const name of ['replayInEditors', 'replayInTexts'] as const) {
        const replayed: Replayed = await page.evaluate(
          ([name, steps]) =>
            (globalThis as unknown as { replay: Record<string, (steps: unknown) => Replayed> }).replay[name]!(
              steps,
            ),
          [name, steps] as const,
        );
        const wrong = replayed.texts.filter((text) => text !== end).length;
        if (wrong > 0 || replayed.faults.length > 0)
          throw new Error(`round ${round}, ${name}: ${wrong} texts differ, ${replayed.faults.join('; ')}`);
        results[name].push({ ...replayed, each: replayed.ms / keystrokes });
      }
      console.log(
        `  round ${round}: ${keystrokes} keystrokes, ${partitions} partitions, ${end.length} characters`,
      );
      await laptop.shut();
    }
    const of = (name: keyof typeof results, key: 'ms' | 'bytes' | 'each') =>
      results[name].map((each) => each[key]);
    reportDetail('two editors, a keystroke and its way to the other', of('replayInEditors', 'each'), 'ms', 2);
    reportDetail('two plain texts', of('replayInTexts', 'each'), 'ms', 3);
    reportDetail(
      'all of it, editors',
      of('replayInEditors', 'ms').map((ms) => ms / 1_000),
      's',
    );
    reportDetail(
      'all of it, plain texts',
      of('replayInTexts', 'ms').map((ms) => ms / 1_000),
      's',
      2,
    );
    reportDetail(
      'the note',
      of('replayInEditors', 'bytes').map((bytes) => bytes / 1_000),
      'kB',
    );
    reportDetail(
      'the plain text',
      of('replayInTexts', 'bytes').map((bytes) => bytes / 1_000),
      'kB',
    );
    reportDetail(
      'the note against the plain text',
      ratios(of('replayInEditors', 'bytes'), of('replayInTexts', 'bytes')),
      'x',
      2,
    );
  } finally {
    await laptop.scrap();
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildPage(folder: string): Promise<string> {
  await build({
    root: path.dirname(PAGE),
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      rolldownOptions: { output: { codeSplitting: false } },
      lib: { entry: PAGE, formats: ['iife'], name: 'replay', fileName: () => 'replay.js' },
    },
  });
  return readFile(path.join(folder, 'replay.js'), 'utf8');
}
