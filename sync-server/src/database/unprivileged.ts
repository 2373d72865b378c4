import fs from 'node:fs';
import path from 'node:path';

/**
 * Postgres refuses to run as root, so that a Lectern that was started by root runs it as somebody with no rights.
 * Null: nothing to drop, the server runs as whoever runs Lectern.
 */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/** In this order: an account made for Lectern, else the one that owns nothing. */
const ACCOUNT_NAMES = ['lectern', 'nobody'];
/** `nobody` on every Linux that lacks a password file. */
const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };

/**
 * Whom the cluster in `dir` runs as. A folder that exists keeps its owner, so that an account made later does not
 * shut Postgres out of its own data.
 * @throws Error with what to do, when an ordinary user starts a cluster that belongs to somebody else
 */
export function runAsFor(dir: string, names: readonly string[] = ACCOUNT_NAMES): RunAs {
  const me = process.getuid?.();
  const stat = fs.statSync(dir, { throwIfNoEntry: false });
  if (me !== 0) {
    if (stat && me !== undefined && stat.uid !== me) {
      throw new Error(
        `${dir} belongs to another account (uid ${stat.uid}), so that Lectern cannot use it as uid ${me}. ` +
          `Start Lectern as that account or as root, or give the folder away: chown -R ${me} ${JSON.stringify(dir)}`,
      );
    }
    return null;
  }
  if (stat && stat.uid !== 0) return { uid: stat.uid, gid: stat.gid };
  const accounts = readAccounts();
  for (const name of names) {
    const account = accounts.get(name);
    if (account) return account;
  }
  return NOBODY;
}

/** Gives a folder and everything in it to the account; links are not followed. */
export function giveTo(runAs: RunAs, folder: string): void {
  if (!runAs) return;
  fs.lchownSync(folder, runAs.uid, runAs.gid);
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(folder, entry), runAs.uid, runAs.gid);
  }
}

/** True when the account may walk down to `target`: no folder above it is closed, as `/root` is. */
export function isReachable(target: string, runAs: RunAs): boolean {
  if (!runAs) return true;
  for (let folder = fs.realpathSync(target); ; folder = path.dirname(folder)) {
    const stat = fs.statSync(folder);
    const needed = stat.uid === runAs.uid ? 0o100 : 0o001;
    if (stat.isDirectory() && (stat.mode & needed) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function readAccounts(): Map<string, { uid: number; gid: number }> {
  const accounts = new Map<string, { uid: number; gid: number }>();
  if (!fs.existsSync('/etc/passwd')) return accounts;
  for (const line of fs.readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}
