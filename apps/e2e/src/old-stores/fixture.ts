import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { StoredDatabase } from './browser-databases.ts';

/**
 * What a version of Lectern has stored, kept so that later ones can prove that they lose nothing of it: the tables of a
 * server, and beside them the databases of one browser that knows this server. `make.ts` makes both.
 */
export interface OldBrowser {
  readonly protocol: number;
  /** The commit whose code has written all of it. */
  readonly commit: string;
  readonly madeAt: string;
  /** Whose browser it is; they are still signed in. */
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
  readonly databases: readonly StoredDatabase[];
}

/** The server's tests read its half. */
const SERVER_FIXTURES = path.join(import.meta.dirname, '../../../../sync-server/fixtures');
const BROWSER_FIXTURES = path.join(import.meta.dirname, '../../fixtures');
const folderOf = (protocol: number): string => `protocol-${protocol}`;

/** The versions of the protocol of which there is a browser, the oldest first. */
export const oldProtocols = (): number[] =>
  readdirSync(BROWSER_FIXTURES)
    .map((folder) => Number(folder.replace('protocol-', '')))
    .sort((a, b) => a - b);

export function readOldBrowser(protocol: number): OldBrowser {
  const file = path.join(BROWSER_FIXTURES, folderOf(protocol), 'browser.json.gz');
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

export function writeFixture(browser: OldBrowser, tables: string): void {
  const about = `-- protocol ${browser.protocol}, commit ${browser.commit}, made ${browser.madeAt}\n`;
  write(SERVER_FIXTURES, browser.protocol, 'tables.sql.gz', about + tables);
  write(BROWSER_FIXTURES, browser.protocol, 'browser.json.gz', JSON.stringify(browser));
}

function write(base: string, protocol: number, name: string, text: string): void {
  const folder = path.join(base, folderOf(protocol));
  mkdirSync(folder, { recursive: true });
  const bytes = gzipSync(text, { level: 9 });
  writeFileSync(path.join(folder, name), bytes);
  console.log(`${path.join(folder, name)}: ${Math.ceil(bytes.length / 1_000)} kB`);
}
