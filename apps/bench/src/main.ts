import os from 'node:os';
import { measureColdStart } from './cold-start.ts';
import { measureDeepHistory } from './deep-history.ts';
import { measureFanOut, measurePaced } from './fan-out-suite.ts';
import { measureKeystrokes } from './keystrokes.ts';
import { measureMemory } from './memory.ts';
import { measureNoteOpen } from './note-open.ts';
import { measureNoteReplay } from './note-replay.ts';
import { measureNoteFormulas, measureNoteTyping } from './note-typing.ts';
import { measureOpenChannel } from './open-channel.ts';
import { measureReconnect } from './reconnect.ts';
import { ROUNDS } from './report.ts';
import { measureScripts } from './scripts.ts';
import { measureScrolling } from './scrolling.ts';
import { measureLocalSearch } from './search/local-search.ts';
import { measureServerSearch } from './search/server-search.ts';
import { measureTyping } from './typing.ts';

/**
 * `npm run bench -- [suite…]`: every figure of docs/performance.md. What is compared runs interleaved, and is
 * reported as medians with their spread and as ratios within the run.
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
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in suites));
if (unknown !== undefined)
  throw new Error(`no suite ${unknown}; there are: ${Object.keys(suites).join(', ')}`);
console.log(`${os.cpus()[0]?.model} x ${os.cpus().length}, Node ${process.version}, rounds ${ROUNDS}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  console.log(`\n# ${name}`);
  await suites[name]!();
}
