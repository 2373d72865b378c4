import { MAX_NOTE_VERSIONS_BYTES } from '@lectern/contracts';

/** Of versions that were kept by themselves, as many of the newest stay as a busy week brings. */
export const NEWEST_THAT_STAY = 100;
/** Of older ones the last of each day stays for so many days: until then people ask what a note said on which day. */
export const DAYS_BY_DAY = 60;

const DAY_MS = 24 * 60 * 60_000;

/** A version as thinning looks at it. */
export interface ThinnedVersion<Id> {
  readonly id: Id;
  /** When it was kept, in milliseconds. */
  readonly at: number;
  /** It has a name, or somebody saved it. */
  readonly lasting: boolean;
  readonly bytes: number;
}

/**
 * Which versions of a note go. Those that last stay. Of the others the newest hundred stay, of the days before the last
 * of each, and after sixty days the last of each month; days and months are those of UTC. Where all of them together
 * are too large, the oldest go until they are not.
 */
export function thinnedOut<Id>(
  versions: readonly ThinnedVersion<Id>[],
  now: number,
  most = MAX_NOTE_VERSIONS_BYTES,
): Id[] {
  const newestFirst = versions.filter(({ lasting }) => !lasting).sort((a, b) => b.at - a.at);
  const gone: Id[] = [];
  const left: ThinnedVersion<Id>[] = [];
  const spans = new Set<string>();
  for (const [nth, version] of newestFirst.entries()) {
    const span = spanOf(version.at, now);
    if (nth < NEWEST_THAT_STAY || !spans.has(span)) left.push(version);
    else gone.push(version.id);
    spans.add(span);
  }
  let bytes = bytesOf(versions.filter(({ lasting }) => lasting)) + bytesOf(left);
  while (bytes > most && left.length > 0) {
    const oldest = left.pop()!;
    gone.push(oldest.id);
    bytes -= oldest.bytes;
  }
  return gone;
}

/** Whether the versions that last have room, when all others have gone. */
export const hasRoom = (
  versions: readonly Pick<ThinnedVersion<unknown>, 'lasting' | 'bytes'>[],
  most = MAX_NOTE_VERSIONS_BYTES,
): boolean => bytesOf(versions.filter(({ lasting }) => lasting)) <= most;

const bytesOf = (versions: readonly Pick<ThinnedVersion<unknown>, 'bytes'>[]): number =>
  versions.reduce((sum, { bytes }) => sum + bytes, 0);

/** The day or the month of which one version stays. */
function spanOf(at: number, now: number): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return now - at > DAYS_BY_DAY * DAY_MS ? day.slice(0, 7) : day;
}
