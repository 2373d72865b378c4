import type { MakeExercise } from '../kinds.ts';
import { array, code, distinct } from './numbers.ts';
import { type Edge, kruskal, neighbours, smallGraph, weightedEdges } from './small-graph.ts';

const names = (edges: readonly Edge[]): string => code(edges.map(({ from, to }) => from + to).join(' '));
const total = (edges: readonly Edge[]): number => edges.reduce((sum, { weight }) => sum + weight, 0);

const treeWeight: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const tree = kruskal(vertices, edges);
  const heaviest = edges.filter((edge) => !tree.includes(edge)).sort((x, y) => x.weight - y.weight)[0];
  const wrong = total(tree) + (heaviest ? Math.abs(heaviest.weight - tree.at(-1)!.weight) || 1 : 1);
  return {
    task: `the weight of the MST of ${weightedEdges(edges)}`,
    right: code(total(tree)),
    wrong: code(wrong),
    why: `Kruskal takes ${names(tree)}, everything else would close a cycle`,
  };
};

const kruskalOrder: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const tree = kruskal(vertices, edges);
  const byWeight = [...edges].sort((x, y) => x.weight - y.weight).slice(0, tree.length);
  const same = names(byWeight) === names(tree);
  return {
    task: `the edges in the order in which Kruskal takes them: ${weightedEdges(edges)}`,
    right: names(tree),
    wrong: names(same ? [...tree].reverse() : byWeight),
    why: 'smallest weight first, and whatever closes a cycle is skipped',
    slip: same
      ? 'you have them backwards, the smallest comes first'
      : 'one of yours closes a cycle, so it has to be skipped',
  };
};

const primOrder: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const reached = ['A'];
  while (reached.length < vertices.length) {
    const open = reached
      .flatMap((vertex) => neighbours(edges, vertex))
      .filter(({ to }) => !reached.includes(to));
    reached.push(open.reduce((best, one) => (one.weight < best.weight ? one : best)).to);
  }
  const alphabetical = [...vertices];
  const same = alphabetical.join(' ') === reached.join(' ');
  return {
    task: `the order in which Prim (from A) adds the vertices of ${weightedEdges(edges)}`,
    right: code(reached.join(' ')),
    wrong: code((same ? [...reached].reverse() : alphabetical).join(' ')),
    why: `after A the cheapest edge leads to ${reached[1]}. always the cheapest edge that leaves the tree so far`,
  };
};

const unions: MakeExercise = (random) => {
  const n = random.between(8, 10);
  const parent = Array.from({ length: n }, (_, index) => index);
  const size = new Array<number>(n).fill(1);
  const root = (x: number): number => (parent[x] === x ? x : root(parent[x]!));
  const calls: string[] = [];
  for (let call = random.between(4, 6); call > 0; call--) {
    const [x, y] = distinct(random, 2, 0, n - 1) as [number, number];
    calls.push(`${x}–${y}`);
    let [kept, moved] = [root(x), root(y)];
    if (kept === moved) continue;
    if (size[moved]! > size[kept]!) [kept, moved] = [moved, kept];
    parent[moved] = kept;
    size[kept]! += size[moved]!;
  }
  const groups = parent.filter((one, index) => one === index).length;
  return {
    task: `the parent array after the unions ${code(calls.join(', '))} on 0..${n - 1}, by size, first root wins ties, no compression`,
    right: `${array(parent)}, ${groups} sets left`,
    wrong: `${array(parent)}, ${n - calls.length - 1} sets left`,
    why: 'count the roots, i.e. the indices with `p[i] == i`. a union inside one set does not reduce their number',
  };
};

const cycleEdges: MakeExercise = (random) => {
  const n = random.between(10, 300);
  const m = n + random.between(5, 400);
  return {
    task: `how many edges Kruskal rejects on a connected graph with n = ${n}, m = ${m} in the worst case`,
    right: code(m - (n - 1)),
    wrong: code(m - n),
    why: `exactly n − 1 = ${n - 1} edges are taken, all others can be looked at and rejected`,
  };
};

const depth: MakeExercise = (random) => {
  const n = random.pick([16, 64, 100, 500, 1_000, 4_096, 10_000]);
  return {
    task: `the deepest tree that union by size can build with ${n.toLocaleString('en')} elements`,
    right: `depth ${Math.floor(Math.log2(n))}`,
    wrong: `depth ${(n - 1).toLocaleString('en')}`,
    why: 'each time an element sinks by one level its set at least doubles',
  };
};

export const exercises08: readonly MakeExercise[] = [
  treeWeight,
  treeWeight,
  treeWeight,
  kruskalOrder,
  primOrder,
  unions,
  unions,
  cycleEdges,
  depth,
];
