import type { MakeExercise } from '../kinds.ts';
import { code, slipped } from './numbers.ts';
import { breadthFirst, depthFirst, neighbours, plainEdges, smallGraph } from './small-graph.ts';

const order = (vertices: readonly (string | number)[]): string => code(vertices.join(' '));

const searches: MakeExercise = (random) => {
  const { edges } = smallGraph(random);
  const start = random.pick(['A', 'B', 'C']);
  const wide = breadthFirst(edges, start);
  const deep = depthFirst(edges, start);
  const [name, right, other] = random.chance(0.5) ? ['BFS', wide, deep] : ['DFS', deep, wide];
  const same = order(right) === order(other);
  return {
    task: `the ${name} order from ${start} with edges ${plainEdges(edges)}`,
    right: order(right),
    wrong: order(same ? slipped(random, right) : other),
    why:
      name === 'BFS'
        ? 'first all direct neighbours, then theirs'
        : 'go as deep as possible before coming back',
    slip: same
      ? 'neighbours go in alphabetical order'
      : `that is the ${name === 'BFS' ? 'DFS' : 'BFS'} order`,
  };
};

const degrees: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const right = vertices.map((vertex) => neighbours(edges, vertex).length);
  const odd = right.filter((degree) => degree % 2 === 1).length;
  return {
    task: `the degrees of ${vertices.join(', ')} for ${plainEdges(edges)} and how many are odd`,
    right: `${code(right.join(' '))}, ${odd} odd ones`,
    wrong: `${code(right.join(' '))}, ${odd + 1} odd ones`,
    why: `the degrees sum to 2 · ${edges.length}, so the number of odd ones is always even`,
  };
};

const matrixMemory: MakeExercise = (random) => {
  const n = random.pick([5_000, 10_000, 20_000, 40_000, 50_000]);
  const degree = random.between(3, 12);
  const size = (bytes: number): string =>
    bytes < 1e7 ? `${Math.round(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  return {
    task: `the memory of an adjacency matrix (1 byte per cell) for n = ${n.toLocaleString('en')} with average degree ${degree}`,
    right: size(n * n),
    wrong: size(n * degree * 4),
    why: 'the matrix has n² cells however few edges there are',
    slip: 'your number is that of the lists. the matrix has n² cells however few edges there are',
  };
};

const topological: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const left = [...vertices];
  const right: string[] = [];
  while (left.length > 0) {
    const next = left.findIndex(
      (vertex) => !edges.some(({ from, to }) => to === vertex && left.includes(from)),
    );
    right.push(...left.splice(next, 1));
  }
  const arrows = code(edges.map(({ from, to }) => `${to}→${from}`).join(', '));
  right.reverse();
  const firstNeeds = edges.find(({ to }) => to === right[0])!;
  const wrong = [...right];
  const [i, j] = [wrong.indexOf(firstNeeds.to), wrong.indexOf(firstNeeds.from)];
  wrong[i] = firstNeeds.from;
  wrong[j] = firstNeeds.to;
  return {
    task: `a topological order for ${arrows}`,
    right: order(right),
    wrong: order(wrong),
    why: `the edge ${firstNeeds.to}→${firstNeeds.from} forces ${firstNeeds.to} before ${firstNeeds.from}`,
  };
};

const levels: MakeExercise = (random) => {
  const { vertices, edges } = smallGraph(random);
  const distance = new Map([['A', 0]]);
  for (const vertex of breadthFirst(edges, 'A'))
    for (const { to } of neighbours(edges, vertex))
      if (!distance.has(to)) distance.set(to, distance.get(vertex)! + 1);
  const far = Math.max(...distance.values());
  const farthest = vertices.filter((vertex) => distance.get(vertex) === far);
  return {
    task: `the eccentricity of A in ${plainEdges(edges)}`,
    right: `${far} (${farthest.join(' and ')})`,
    wrong: `${far + 1}`,
    why: `BFS levels start with 0 at A, and ${farthest.join(', ')} ${farthest.length > 1 ? 'are' : 'is'} in level ${far}`,
  };
};

const edgeCount: MakeExercise = (random) => {
  const n = random.between(6, 60);
  const parts = random.between(2, 4);
  return {
    task: `the number of edges of a forest with ${n} vertices and ${parts} trees`,
    right: code(n - parts),
    wrong: code(n - 1),
    why: `every tree has one edge fewer than vertices, so you subtract 1 for each of the ${parts} trees`,
  };
};

export const exercises06: readonly MakeExercise[] = [
  searches,
  searches,
  searches,
  degrees,
  matrixMemory,
  topological,
  topological,
  levels,
  edgeCount,
];
