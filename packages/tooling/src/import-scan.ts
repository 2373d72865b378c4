/** One import or re-export as it stands in a source file. */
export interface ImportSite {
  specifier: string;
  /** Counted from 1. */
  line: number;
  /** True for `import type` and `export type`, which vanish before anything runs. */
  typeOnly: boolean;
  /** True for `new URL('./worker.ts', import.meta.url)`: a file that is started as a worker or a process. */
  startsProgram: boolean;
}

/** The formatter puts every static import at the start of a line, so a pattern is enough to read them. */
const STATIC =
  /^(?:import|export)\s+(type\s+(?!from\b))?(?:[\w$*{][^'"`;()=]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]/g;
const PROGRAM = /\bnew URL\(\s*['"](\.[^'"\n]+\.tsx?)['"],\s*import\.meta\.url/g;

/** Lists what a TypeScript or JavaScript source imports. What stands in comments is left out. */
export function scanImports(source: string): ImportSite[] {
  const text = withoutComments(source);
  const sites = [
    ...[...text.matchAll(STATIC)].map((match) =>
      site(text, match, match[2]!, { typeOnly: Boolean(match[1]) }),
    ),
    ...[...text.matchAll(DYNAMIC)].map((match) => site(text, match, match[1]!, {})),
    ...[...text.matchAll(PROGRAM)].map((match) => site(text, match, match[1]!, { startsProgram: true })),
  ];
  return sites.sort((a, b) => a.line - b.line);
}

function site(
  text: string,
  match: RegExpExecArray,
  specifier: string,
  kind: { typeOnly?: boolean; startsProgram?: boolean },
): ImportSite {
  const line = text.slice(0, match.index).split('\n').length;
  return { specifier, line, typeOnly: kind.typeOnly ?? false, startsProgram: kind.startsProgram ?? false };
}

/** Blanks whole-line comments and blocks that begin a line; a comment after code cannot begin an import. */
function withoutComments(source: string): string {
  return source
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (block) => block.replace(/[^\n]/g, ' '))
    .replace(/^[ \t]*\/\/.*$/gm, '');
}
