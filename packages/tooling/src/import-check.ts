import { isBuiltin } from 'node:module';
import path from 'node:path/posix';
import { findCycles } from './import-cycles.ts';
import {
  type ImportFacts,
  nodeImportFault,
  ownImportFault,
  packageImportFault,
  startsPrograms,
} from './import-rules.ts';
import { type ImportSite, scanImports } from './import-scan.ts';

/** A workspace of the repository, as its package.json tells it. */
export interface Workspace {
  /** Folder, from the root of the repository. */
  folder: string;
  /** Name in package.json. */
  name: string;
  /** Packages it ships with. */
  dependencies: readonly string[];
  /** Packages that its tests and its configuration may use besides; for a bundled app also its sources. */
  devDependencies: readonly string[];
}

/** A source file: its path from the root of the repository, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Bundled into files of its own, so nothing it imports has to be installed where it runs. */
const BUNDLED = ['apps/web', 'packages/tooling', 'apps/e2e', 'apps/bench', 'apps/proof'];

/** Modules that a bundler makes up. */
const VIRTUAL = /^virtual:/;

/**
 * Checks every import of every file against the architecture: its direction, its package, that what is imported is
 * declared, that nothing reaches around a package's front door, and that files do not import each other in a circle.
 *
 * @returns one line for each fault, with file and line
 */
export function checkImports(files: readonly SourceFile[], workspaces: readonly Workspace[]): string[] {
  const graph = new Map<string, string[]>();
  const faults = files.flatMap((file) => {
    const workspace = workspaces.find((one) => file.path.startsWith(`${one.folder}/`));
    if (!workspace) return [];
    const sites = scanImports(file.text);
    // Types vanish before anything runs, and a worker is started, not imported: neither can close a circle.
    const runs = sites.filter((site) => isRelative(site) && !site.typeOnly && !site.startsProgram);
    graph.set(
      file.path,
      runs.map((site) => target(file, site)),
    );
    return sites.flatMap((site) => {
      const fault = faultOf(file, site, workspace, workspaces);
      return fault ? [`${file.path}:${site.line} imports ${site.specifier}: ${fault}`] : [];
    });
  });
  return [
    ...faults,
    ...findCycles(graph).map((cycle) => `import cycle: ${[...cycle, cycle[0]].join(' → ')}`),
  ];
}

function faultOf(
  file: SourceFile,
  site: ImportSite,
  workspace: Workspace,
  workspaces: readonly Workspace[],
): string | null {
  const facts: ImportFacts = {
    file: file.path,
    workspace: workspace.folder,
    inTest: isTest(file.path),
    typeOnly: site.typeOnly,
  };
  if (site.startsProgram && startsPrograms(facts)) return null;
  if (isRelative(site)) return relativeFault(facts, target(file, site));
  if (VIRTUAL.test(site.specifier)) return null;
  if (isBuiltin(site.specifier)) return nodeImportFault(facts);
  const name = packageName(site.specifier);
  const own = workspaces.find((one) => one.name === name);
  const fault = own ? ownImportFault(facts, own.folder) : packageImportFault(facts, name);
  return fault ?? undeclaredFault(facts, workspace, name);
}

function relativeFault(facts: ImportFacts, imported: string): string | null {
  if (!imported.startsWith(`${facts.workspace}/`))
    return 'it lies outside the package; import the package by name';
  if (isTest(imported) && !facts.inTest) return 'what ships may not lean on a test';
  return null;
}

function undeclaredFault(facts: ImportFacts, workspace: Workspace, name: string): string | null {
  const mayUseTools = facts.inTest || BUNDLED.includes(workspace.folder) || facts.typeOnly;
  const declared = [...workspace.dependencies, ...(mayUseTools ? workspace.devDependencies : [])];
  // Types come from the package itself or from its namesake under @types.
  if (declared.includes(name) || (facts.typeOnly && declared.includes(`@types/${name}`))) return null;
  return `${workspace.folder}/package.json does not declare ${name}`;
}

/** Tests and benches, their set-up, the suites that several tests share, and the configuration of tools. */
const TEST_FILE = /\.(?:test|bench|config)\.[mjt]sx?$|(?:^|\/)test-[^/]*\.tsx?$|-contract\.tsx?$|\/testing\//;

function isTest(file: string): boolean {
  return TEST_FILE.test(file);
}

function isRelative(site: ImportSite): boolean {
  return site.specifier.startsWith('.');
}

function target(file: SourceFile, site: ImportSite): string {
  return path.join(path.dirname(file.path), site.specifier.replace(/\?.*$/, ''));
}

/** `@scope/name/part` and `name/part` without the part. */
function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
