import type { MakeExercise } from '../kinds.ts';
import { code } from './numbers.ts';
import { breadthFirst, dijkstra, smallGraph, weightedEdges } from './small-graph.ts';

const distances: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const done = dijkstra(edges, 'A');
  const list = (change: (vertex: string, distance: number) => number): string =>
    code(vertices.map((vertex) => `${vertex} ${change(vertex, done.get(vertex)!)}`).join(', '));
  const last = [...done.keys()].at(-1)!;
  const slip = random.between(1, 3);
  return {
    task: `the Dijkstra distances from A for ${weightedEdges(edges)}`,
    right: list((_vertex, distance) => distance),
    wrong: list((vertex, distance) => (vertex === last ? distance + slip : distance)),
    why: `${last} comes last, and the shortest way there costs ${done.get(last)}`,
    slip: `there is a shorter way to ${last}, it costs only ${done.get(last)}. you missed one relaxation`,
  };
};

const extraction: MakeExercise = (random) => {
  const { edges } = smallGraph(random);
  const right = [...dijkstra(edges, 'A').keys()].join(' ');
  const wide = breadthFirst(edges, 'A').join(' ');
  return {
    task: `the order in which Dijkstra finalises the vertices from A: ${weightedEdges(edges)}`,
    right: code(right),
    wrong: code(wide === right ? [...right].reverse().join('') : wide),
    why: 'the queue is ordered by distance, not by number of edges',
    slip:
      wide === right
        ? 'you wrote it down backwards, A comes first with distance 0'
        : 'yours is the BFS order, but the queue is ordered by distance',
  };
};

const oneTarget: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const done = dijkstra(edges, 'A');
  const target = vertices.at(-1)!;
  const before = edges
    .flatMap(({ from, to, weight }) => [
      { from, to, weight },
      { from: to, to: from, weight },
    ])
    .find(({ from, to, weight }) => to === target && done.get(from)! + weight === done.get(target));
  return {
    task: `the shortest path from A to ${target} in ${weightedEdges(edges)}`,
    right: `length ${done.get(target)}, via ${before!.from}`,
    wrong: `length ${done.get(target)! + random.between(1, 4)}`,
    why: `${before!.from} has distance ${done.get(before!.from)}, plus the edge of weight ${before!.weight}`,
  };
};

const rounds: MakeExercise = (random) => {
  const k = random.between(4, 9);
  const names = ['s', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  return {
    task: `how many rounds Bellman–Ford needs on the path ${code(names.slice(0, k).join('→'))} when the edges are relaxed from **back to front**`,
    right: `${k - 1} (and one more to notice)`,
    wrong: '1',
    why: 'in the worst order only one more vertex becomes right in each round. front to back it would be a single round',
  };
};

const negativeCycle: MakeExercise = (random) => {
  const [x, y] = [random.between(1, 8), random.between(1, 8)];
  const change = random.pick([-2, -1, 1, 2]);
  const z = -(x + y) + change;
  return {
    task: `whether a→b ${x}, b→c ${y}, c→a ${z} is a negative cycle`,
    right: change < 0 ? `yes, its sum is ${change}` : `no, its sum is ${change}`,
    wrong: change < 0 ? 'no, two of three edges are positive' : 'yes, there is a negative edge',
    why: 'only the **sum** of the cycle counts',
  };
};

const grid: MakeExercise = (random) => {
  const [rows, columns] = [random.between(3, 7), random.between(3, 7)];
  let ways = 1;
  for (let i = 1; i < rows; i++) ways = (ways * (columns - 1 + i)) / i;
  return {
    task: `the number of shortest paths from corner to corner in a ${rows} × ${columns} grid of cells`,
    right: code(Math.round(ways)),
    wrong: code(rows * columns),
    why: `${rows - 1} steps down and ${columns - 1} right in any order: \`C(${rows + columns - 2}, ${rows - 1})\``,
  };
};

export const exercises07: readonly MakeExercise[] = [
  distances,
  distances,
  distances,
  extraction,
  oneTarget,
  oneTarget,
  rounds,
  negativeCycle,
  grid,
];
