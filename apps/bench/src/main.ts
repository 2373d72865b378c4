import os from 'node:os';
import { measureColdStart } from './cold-start.ts';
import { measureDeepHistory } from './deep-history.ts';
import { measureFanOut, measurePaced } from './fan-out-suite.ts';
import { measureGrowth } from './growth.ts';
import { measureKeystrokes } from './keystrokes.ts';
import { measureLectureHall } from './lecture-hall.ts';
import { measureMemory } from './memory.ts';
import { measureNoteOpen } from './note-open.ts';
import { measureNoteReplay } from './note-replay.ts';
import { measureNoteFormulas, measureNoteTyping } from './note-typing.ts';
import { measureOpenChannel } from './open-channel.ts';
import { writeFigures } from './performance-page.ts';
import { measurePresence } from './presence.ts';
import { measureReconnect } from './reconnect.ts';
import { ROUNDS, takeFigures } from './report.ts';
import { measureScripts } from './scripts.ts';
import { measureScrolling } from './scrolling.ts';
import { measureLocalSearch } from './search/local-search.ts';
import { measureServerSearch } from './search/server-search.ts';
import { measureStorage } from './storage.ts';
import { measureTyping } from './typing.ts';

/**
 * `npm run bench -- [suite…]`: every figure of docs/performance.md, and writes them there. What is compared runs
 * interleaved, and is reported as medians with their spread and as ratios within the run.
 */
const suites: Readonly<Record<string, () => Promise<void>>> = {
  'fan-out': measureFanOut,
  paced: measurePaced,
  'open-channel': measureOpenChannel,
  'deep-history': measureDeepHistory,
  scrolling: measureScrolling,
  'cold-start': measureColdStart,
  typing: measureTyping,
  keystrokes: measureKeystrokes,
  'note-typing': measureNoteTyping,
  'note-formulas': measureNoteFormulas,
  'note-open': measureNoteOpen,
  'note-replay': measureNoteReplay,
  reconnect: measureReconnect,
  'local-search': measureLocalSearch,
  'server-search': measureServerSearch,
  scripts: measureScripts,
  memory: measureMemory,
  presence: measurePresence,
  storage: measureStorage,
  'lecture-hall': measureLectureHall,
  growth: measureGrowth,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in suites));
if (unknown !== undefined)
  throw new Error(`no suite ${unknown}; there are: ${Object.keys(suites).join(', ')}`);
const machine = `${os.cpus()[0]?.model.trim()} x ${os.cpus().length}, Node ${process.version.slice(1)}`;
console.log(`${machine}, rounds ${ROUNDS}`);
/** Smaller or larger runs than the usual are for whoever looks for a cause, and not for the page. */
const isUsual = Object.keys(process.env).every((name) => !name.startsWith('BENCH_'));
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  console.log(`\n# ${name}`);
  // One that breaks is no reason to leave the others out; nor does the page then say less than it did.
  try {
    await suites[name]!();
    const figures = takeFigures();
    if (isUsual) await writeFigures(name, `${new Date().toISOString().slice(0, 10)}, ${machine}`, figures);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    takeFigures();
  }
}
