import { compareVersions, type Floor, majorOf } from './dependency-floors.ts';

/** The parts of package-lock.json that are read here. */
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  /** A workspace of our own. */
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
}

const FOLDER = 'node_modules/';
/** One digest, of the kind that npm writes today. */
const STRONG = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** Everything that is wrong with where packages come from: without a digest, from elsewhere than the registry. */
export function originFaults({ packages }: Lockfile): string[] {
  return outside(packages).flatMap(([place, { resolved, integrity, inBundle }]) => {
    // What stands in another package's archive is covered by that one's digest.
    const hasDigest = inBundle === true || STRONG.test(integrity ?? '');
    const isElsewhere = resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/');
    return [
      ...(hasDigest ? [] : [`${place} has no sha512 digest`]),
      ...(isElsewhere ? [`${place} comes from ${resolved}`] : []),
    ];
  });
}

/** Packages that would run a script when they are installed and of which package.json says nothing. */
export function scriptFaults(
  { packages }: Lockfile,
  allowScripts: Readonly<Record<string, boolean>>,
): string[] {
  return outside(packages)
    .filter(
      ([place, { hasInstallScript }]) => hasInstallScript && !Object.hasOwn(allowScripts, nameOf(place)),
    )
    .map(([place]) => `${place} has an install script`);
}

/** Locked versions below their floor, and floors under which nothing is locked. */
export function floorFaults({ packages }: Lockfile, floors: readonly Floor[]): string[] {
  return floors.flatMap(({ package: name, major, atLeast, why }) => {
    const locked = outside(packages).filter(
      ([place, { version }]) =>
        nameOf(place) === name && (major === undefined || majorOf(version!) === major),
    );
    if (locked.length === 0) return [`${name} has a floor and is not locked`];
    return locked
      .filter(([, { version }]) => compareVersions(version!, atLeast) < 0)
      .map(([place, { version }]) => `${place} is ${version}, below ${atLeast}: ${why}`);
  });
}

/** Packages that are not ours, by their folder. */
const outside = (packages: Lockfile['packages']): [place: string, LockedPackage][] =>
  Object.entries(packages).filter(([place, { link }]) => place.includes(FOLDER) && link !== true);

const nameOf = (place: string): string => place.slice(place.lastIndexOf(FOLDER) + FOLDER.length);
