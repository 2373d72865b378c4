import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkImports, type SourceFile, type Workspace } from './import-check.ts';
import { repositoryRoot } from './set-up.mjs';

/** Every source of every workspace, with the configuration that lies beside it. */
const SOURCES = '{packages/*,apps/*,sync-server}/{*,{src,specs,scripts}/**/*}.{ts,tsx,mjs}';

const faults = checkImports(sources(), workspaces());
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Imports keep their direction.' : `${faults.length} imports to mend.`);
process.exitCode = faults.length === 0 ? 0 : 1;

function sources(): SourceFile[] {
  return globSync(SOURCES, { cwd: repositoryRoot })
    .map((file) => ({
      path: file.split(path.sep).join('/'),
      text: readFileSync(path.join(repositoryRoot, file), 'utf8'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function workspaces(): Workspace[] {
  const tools = Object.keys(readPackage('package.json').devDependencies ?? {});
  return globSync('{packages/*,apps/*,sync-server}/package.json', { cwd: repositoryRoot }).map((file) => {
    const content = readPackage(file);
    return {
      folder: path.dirname(file).split(path.sep).join('/'),
      name: content.name,
      dependencies: Object.keys({ ...content.dependencies, ...content.optionalDependencies }),
      devDependencies: [...Object.keys(content.devDependencies ?? {}), ...tools],
    };
  });
}

function readPackage(file: string): {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
} {
  return JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));
}
