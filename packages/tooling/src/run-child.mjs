import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const binFolder = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));

/** A shell reports a child ended by signal n as 128 + n; so do we. */
const SIGNAL_EXIT_BASE = 128;

/** What a shell answers for a command that it cannot start. */
const CANNOT_START = 127;

/**
 * Runs a program in the foreground and answers with its exit code. Signals sent to this process reach the
 * program, so that whoever stops `npm start` stops the server and not only its parent.
 *
 * @param {string} command a path, or a name from node_modules/.bin
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, stdin?: 'inherit' | 'ignore', quiet?: boolean }} options
 *   quiet: what it says is shown only when it fails
 * @returns {Promise<number>}
 */
export function runChild(command, args, options) {
  const output = options.quiet ? 'pipe' : 'inherit';
  const child = /** @type {import('node:child_process').ChildProcess} */ (
    spawn(command, args, {
      cwd: options.cwd,
      env: childEnvironment(options.env),
      stdio: [options.stdin ?? 'inherit', output, output],
    })
  );
  const said = allSaidBy(child);
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      stopForwarding();
      console.error(`${command} cannot be started: ${error.message}`);
      resolve(CANNOT_START);
    });
    child.once('exit', async (code, signal) => {
      stopForwarding();
      if (code !== 0) process.stderr.write(await said);
      resolve(code ?? SIGNAL_EXIT_BASE + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * The environment of every program we start: our own Node and tools first on the PATH, nothing phoning home.
 *
 * @param {Record<string, string>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: [binFolder, process.env.PATH ?? ''].join(path.delimiter),
    NODE_COMPILE_CACHE: path.join(binFolder, '..', '.cache', 'node'),
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
    ...extra,
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>} nothing when it speaks for itself
 */
async function allSaidBy({ stdout, stderr }) {
  const said = await Promise.all([stdout, stderr].map((stream) => (stream ? text(stream) : '')));
  return said.join('');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(child) {
  const handlers = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => {
    const handler = () => {
      // A terminal sends Ctrl+C to every process of the group; a second one would cut a clean shutdown short.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
