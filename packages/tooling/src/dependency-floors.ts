/**
 * The oldest versions that may stand in package-lock.json, each with what is wrong below it. Raise a floor when an
 * advisory concerns us; take a line out with its package.
 */
export interface Floor {
  readonly package: string;
  /** Where a package keeps several majors alive, the one that this line is about. */
  readonly major?: number;
  readonly atLeast: string;
  readonly why: string;
}

export const floors: readonly Floor[] = [
  {
    package: 'better-auth',
    atLeast: '1.7.25',
    why: 'CVE-2026-53516 takeover by linking accounts; CVE-2026-67333; CVE-2026-110862, -110864 and -114607 state and proxies',
  },
  {
    package: 'fastify',
    atLeast: '5.8.1',
    why: 'CVE-2026-25223 and CVE-2026-3419: bodies that went past their content type',
  },
  { package: '@fastify/static', atLeast: '10.1.1', why: 'CVE-2026-15074: routes that a path went around' },
  {
    package: 'find-my-way',
    atLeast: '9.0.1',
    why: 'CVE-2024-45813: routes of two parameters that take for ever',
  },
  {
    package: 'cookie',
    atLeast: '0.7.0',
    why: 'CVE-2024-47764: fields of a cookie that its name brings along',
  },
  {
    package: '@hocuspocus/server',
    atLeast: '4.3.0',
    why: 'GHSA-xwhh-v746-pj9m: memory without end ahead of a ticket; before 4.1.1 a client spoke to all',
  },
  {
    package: 'ws',
    major: 8,
    atLeast: '8.20.1',
    why: 'CVE-2026-45736; CVE-2024-37890: headers that end the process',
  },
  { package: 'ws', major: 6, atLeast: '6.2.3', why: 'CVE-2024-37890; a peer of the bench alone has it' },
  {
    package: 'yjs',
    atLeast: '13.6.33',
    why: 'no advisory is known; the firewall reads its updates by hand and was tested against this one',
  },
  { package: 'lib0', atLeast: '0.2.120', why: 'the same' },
  { package: 'y-protocols', atLeast: '1.0.7', why: 'the same' },
  {
    package: 'nodemailer',
    atLeast: '7.0.11',
    why: 'CVE-2025-13033 mail to a foreign domain; CVE-2025-14874',
  },
  { package: 'jose', atLeast: '4.15.5', why: 'CVE-2024-28176: what is packed small and unpacks large' },
  { package: 'valibot', atLeast: '1.2.0', why: 'CVE-2025-66020: an expression that takes for ever' },
  { package: 'zod', atLeast: '3.22.3', why: 'CVE-2023-4316: an expression that takes for ever' },
  { package: 'dexie', atLeast: '3.2.2', why: 'CVE-2022-21189: a prototype that is written to' },
  {
    package: 'katex',
    atLeast: '0.16.21',
    why: 'CVE-2024-28243 to -28246 and CVE-2025-23207: limits, and attributes that were not checked',
  },
  { package: 'highlight.js', atLeast: '10.4.1', why: 'CVE-2020-26237; GHSA-7wwv-vh3v-89cq' },
  { package: 'postcss', atLeast: '8.4.31', why: 'CVE-2023-44270: comments that become rules' },
  {
    package: 'vite',
    atLeast: '7.1.11',
    why: 'CVE-2025-62522 and others: files that the dev server must not serve',
  },
  {
    package: 'rollup',
    atLeast: '4.22.4',
    why: 'CVE-2024-47068: scripts that an element of a page can steer',
  },
  { package: 'glob', major: 11, atLeast: '11.1.0', why: 'CVE-2025-64756: file names that are run' },
  {
    package: 'brace-expansion',
    major: 2,
    atLeast: '2.0.2',
    why: 'CVE-2025-5889: an expression that takes for ever',
  },
];

/** Negative, zero or positive, as the first version is below, at or above the second; a beta is below its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < 3; i++) {
    const difference = left.numbers[i]! - right.numbers[i]!;
    if (difference !== 0) return difference;
  }
  return Number(right.isBeta) - Number(left.isBeta);
}

export const majorOf = (version: string): number => parts(version).numbers[0]!;

function parts(version: string): { readonly numbers: readonly number[]; readonly isBeta: boolean } {
  const match = /^(\d+)\.(\d+)\.(\d+)(-[^+]+)?/.exec(version);
  if (match === null) throw new Error(`${version} is no version`);
  return { numbers: match.slice(1, 4).map(Number), isBeta: match[4] !== undefined };
}
