import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROTOCOL_VERSION } from '@lectern/contracts';
import { build } from 'vite';

const ROOT = path.join(import.meta.dirname, '../../../..');
const PROTOCOL = path.join(ROOT, 'packages/contracts/src/protocol.ts');
const DECLARED = `PROTOCOL_VERSION = ${PROTOCOL_VERSION};`;

/** The version of the protocol that `buildNewerApp` speaks. */
export const NEWER = PROTOCOL_VERSION + 1;

/** Builds the app as the next version of the protocol would have it. Answers its folder, which is the caller's to remove. */
export async function buildNewerApp(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lectern-newer-'));
  const text = readFileSync(PROTOCOL, 'utf8');
  if (!text.includes(DECLARED)) throw new Error(`${PROTOCOL} does not say ${DECLARED}`);
  const protocol = path.join(folder, 'protocol.ts');
  writeFileSync(protocol, text.replace(DECLARED, `PROTOCOL_VERSION = ${NEWER};`));
  const web = path.join(ROOT, 'apps/web');
  await build({
    root: web,
    configFile: path.join(web, 'vite.config.ts'),
    logLevel: 'silent',
    resolve: { alias: [{ find: /^\.\/protocol\.ts$/, replacement: protocol }] },
    build: { outDir: path.join(folder, 'dist'), emptyOutDir: true },
  });
  return folder;
}
