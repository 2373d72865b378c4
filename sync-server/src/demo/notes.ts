import type { NoteBlock, NoteBody, NoteItem, NoteLine } from '@lectern/contracts';
import type { ChannelKey } from './channels.ts';
import { LECTURER } from './people.ts';

/** A pinned note of a channel. */
export interface DemoNote {
  readonly channel: ChannelKey;
  readonly title: string;
  /** Who made and wrote it, by handle. */
  readonly by: string;
  readonly body: NoteBody;
}

/** A line: formulas between dollar signs, as people type them. */
const line = (text: string): NoteLine =>
  text
    .split('$')
    .map((s, at) => (at % 2 === 1 ? ({ t: 'math', s } as const) : ({ t: 'text', s } as const)))
    .filter(({ s }) => s !== '');
/** Blocks get their names when they are written. */
const id = '';
const h = (text: string): NoteBlock => ({ id, t: 'h', level: 1, c: line(text) });
const p = (text: string): NoteBlock => ({ id, t: 'p', c: line(text) });
const list = (mark: NoteItem['mark'], ...items: readonly string[]): NoteBlock => ({
  id,
  t: 'list',
  items: items.map((text) => ({ c: line(text), d: 0, mark })),
});
const table = (head: readonly string[], ...rows: readonly (readonly string[])[]): NoteBlock => ({
  id,
  t: 'table',
  rows: [head, ...rows].map((row, at) => row.map((text) => ({ c: [line(text)], head: at === 0 }))),
});

export const notes: readonly DemoNote[] = [
  {
    channel: 'lectures',
    title: 'Which structure costs what',
    by: LECTURER,
    body: {
      blocks: [
        p('Worst cases, for $n$ entries, unless it says otherwise. Bring this page to the exam if you like.'),
        table(
          ['Structure', 'Find', 'Insert', 'Smallest'],
          ['Sorted array', '$O(\\log n)$', '$O(n)$', '$O(1)$'],
          ['Binary heap', '$O(n)$', '$O(\\log n)$', '$O(1)$'],
          ['Balanced tree', '$O(\\log n)$', '$O(\\log n)$', '$O(\\log n)$'],
          ['Hash table, on average', '$O(1)$', '$O(1)$', '$O(n)$'],
        ),
        h('Why a heap is built in linear time'),
        p('A node at height $h$ sinks $h$ steps at most, and few nodes stand high:'),
        {
          id,
          t: 'math',
          s: '\\sum_{h=0}^{\\lfloor \\log n \\rfloor} \\left\\lceil \\frac{n}{2^{h+1}} \\right\\rceil h = O(n)',
        },
        h('Dijkstra, as in the lecture'),
        {
          id,
          t: 'code',
          lang: 'python',
          s: 'while queue:\n    d, u = heappop(queue)\n    if d > dist[u]:\n        continue  # an old entry\n    for v, w in graph[u]:\n        if d + w < dist[v]:\n            dist[v] = d + w\n            heappush(queue, (dist[v], v))',
        },
        {
          id,
          t: 'callout',
          tone: 'warning',
          c: line('No negative weights: with them use Bellman and Ford.'),
        },
      ],
    },
  },
  {
    channel: 'exercises',
    title: 'Before you hand in',
    by: 'amara',
    body: {
      blocks: [
        p('Sheets are due on Mondays at noon. What came by then counts, also when it is not finished.'),
        list(
          'open',
          'Both names and the number of the sheet are on the first page',
          'Every claim has a reason, every running time a bound',
          'Your program runs with the tests of the sheet',
          'What you discussed with others is said, in one sentence',
        ),
        h('What counts how much'),
        table(['Part', 'Points'], ['A correct idea, in words', '4'], ['The proof', '4'], ['Its form', '2']),
        { id, t: 'callout', tone: 'tip', c: line('Select a sentence of this page to ask about it.') },
      ],
    },
  },
];
