import type { Random } from '../../random.ts';

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];

/** A connected undirected graph on a few letters: a random tree and some more edges, all weights different. */
export function smallGraph(random: Random): { vertices: string[]; edges: Edge[] } {
  const vertices = LETTERS.slice(0, random.between(5, 6));
  const edges: Edge[] = [];
  const weights = random.shuffle(Array.from({ length: 15 }, (_, index) => index + 1));
  const add = (x: string, y: string): void => {
    const [from, to] = x < y ? [x, y] : [y, x];
    if (from === to || edges.some((edge) => edge.from === from && edge.to === to)) return;
    edges.push({ from, to, weight: weights.pop()! });
  };
  for (const vertex of vertices.slice(1))
    add(random.pick(vertices.slice(0, vertices.indexOf(vertex))), vertex);
  for (let more = random.between(2, 4); more > 0; more--) add(random.pick(vertices), random.pick(vertices));
  return { vertices, edges: edges.sort((x, y) => (x.from + x.to < y.from + y.to ? -1 : 1)) };
}

/** Neighbours in alphabetical order. */
export const neighbours = (edges: readonly Edge[], vertex: string): { to: string; weight: number }[] =>
  edges
    .flatMap(({ from, to, weight }) =>
      from === vertex ? [{ to, weight }] : to === vertex ? [{ to: from, weight }] : [],
    )
    .sort((x, y) => (x.to < y.to ? -1 : 1));

export const plainEdges = (edges: readonly Edge[]): string =>
  `\`${edges.map(({ from, to }) => from + to).join(', ')}\``;
export const weightedEdges = (edges: readonly Edge[]): string =>
  `\`${edges.map(({ from, to, weight }) => `${from}${to} ${weight}`).join(', ')}\``;

export function breadthFirst(edges: readonly Edge[], start: string): string[] {
  const order = [start];
  for (let next = 0; next < order.length; next++)
    for (const { to } of neighbours(edges, order[next]!)) if (!order.includes(to)) order.push(to);
  return order;
}

export function depthFirst(edges: readonly Edge[], vertex: string, seen: string[] = []): string[] {
  seen.push(vertex);
  for (const { to } of neighbours(edges, vertex)) if (!seen.includes(to)) depthFirst(edges, to, seen);
  return seen;
}

/** Vertices in the order in which Dijkstra finalises them, with their distances. */
export function dijkstra(edges: readonly Edge[], start: string): Map<string, number> {
  const known = new Map([[start, 0]]);
  const done = new Map<string, number>();
  while (known.size > 0) {
    const [vertex, distance] = [...known].reduce((best, one) => (one[1] < best[1] ? one : best));
    known.delete(vertex);
    done.set(vertex, distance);
    for (const { to, weight } of neighbours(edges, vertex))
      if (!done.has(to) && distance + weight < (known.get(to) ?? Infinity)) known.set(to, distance + weight);
  }
  return done;
}

/** The edges of the minimum spanning tree in the order in which Kruskal takes them. */
export function kruskal(vertices: readonly string[], edges: readonly Edge[]): Edge[] {
  const group = new Map(vertices.map((vertex) => [vertex, vertex]));
  return [...edges]
    .sort((x, y) => x.weight - y.weight)
    .filter(({ from, to }) => {
      const [kept, merged] = [group.get(from)!, group.get(to)!];
      if (kept === merged) return false;
      for (const [vertex, name] of group) if (name === merged) group.set(vertex, kept);
      return true;
    });
}
