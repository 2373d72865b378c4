/**
 * Who may import what: the table of the architecture. A workspace is named by its folder. Whatever is not allowed
 * here is forbidden, so a new package has to be placed before anything can import it.
 */

/** Each may import those that stand before it, and nothing else of ours. */
const LAYERS: readonly string[] = [
  'packages/contracts',
  'packages/access',
  'packages/rich-text',
  'packages/channel-doc',
  'packages/local-store',
  'packages/sync-client',
  'apps/web',
];

/** Stands beside the client: takes the pure layers, and meets the rest only on the wire. */
const SERVER = 'sync-server';
const SERVER_LAYERS = LAYERS.slice(0, 4);

/** Drive the real programs from outside; they use the packages to speak to them, never the programs' insides. */
const DRIVERS = ['apps/e2e', 'apps/bench', 'apps/proof'];
const DRIVER_LAYERS = LAYERS.filter((layer) => !layer.startsWith('apps/'));

/** Helpers of tests; knows nothing of ours, and nothing that ships may lean on it. */
const TEST_KIT = 'packages/test-kit';

/** Run on a machine and may use Node's own modules; everything else also runs in a browser. */
const ON_NODE = [SERVER, ...DRIVERS, TEST_KIT, 'packages/tooling'];

/** Outside packages that belong to some workspaces alone, or to one folder of one. */
const CONFINED: readonly { names: readonly string[]; to: readonly string[]; typesIn?: readonly string[] }[] =
  [
    {
      names: ['yjs'],
      to: [
        'packages/channel-doc/',
        'packages/local-store/',
        'packages/sync-client/',
        'sync-server/',
        'apps/bench/',
        'apps/web/src/note-editor/',
      ],
    },
    { names: ['dexie'], to: ['packages/local-store/'] },
    { names: ['react', 'react-dom'], to: ['apps/web/'] },
    { names: ['kysely', 'pg'], to: ['sync-server/src/database/', 'apps/bench/'], typesIn: ['sync-server/'] },
  ];

/** What the rules have to know about one import. */
export interface ImportFacts {
  /** Path of the importing file, from the root of the repository. */
  file: string;
  /** Folder of its workspace. */
  workspace: string;
  /** Whether the file is part of a test and never ships. */
  inTest: boolean;
  typeOnly: boolean;
}

/** Says why this file may not import one of our own workspaces, or null when it may. */
export function ownImportFault(facts: ImportFacts, target: string): string | null {
  if (target === TEST_KIT) {
    const mayUse = facts.workspace !== TEST_KIT && (facts.inTest || DRIVERS.includes(facts.workspace));
    return mayUse ? null : `${TEST_KIT} is for tests alone`;
  }
  return importable(facts.workspace).includes(target) ? null : `${facts.workspace} may not import ${target}`;
}

/** Says why this file may not import an outside package, or null when it may. */
export function packageImportFault(facts: ImportFacts, name: string): string | null {
  const rule = CONFINED.find((one) => one.names.includes(name));
  if (!rule) return null;
  const places = facts.typeOnly || facts.inTest ? [...rule.to, ...(rule.typesIn ?? [])] : rule.to;
  return places.some((place) => facts.file.startsWith(place))
    ? null
    : `${name} belongs in ${rule.to.join(', ')}`;
}

/** Says why this file may not import a module of Node's own, or null when it may. */
export function nodeImportFault(facts: ImportFacts): string | null {
  if (facts.inTest || ON_NODE.includes(facts.workspace)) return null;
  return `${facts.workspace} runs in a browser, where Node's modules are missing`;
}

/** Says whether this file may start another workspace's program as a process of its own. */
export function startsPrograms(facts: ImportFacts): boolean {
  return DRIVERS.includes(facts.workspace);
}

function importable(workspace: string): readonly string[] {
  if (workspace === SERVER) return SERVER_LAYERS;
  if (DRIVERS.includes(workspace)) return DRIVER_LAYERS;
  const place = LAYERS.indexOf(workspace);
  return place > 0 ? LAYERS.slice(0, place) : [];
}
