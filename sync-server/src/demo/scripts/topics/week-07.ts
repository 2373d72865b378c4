import type { Topic } from '../kinds.ts';

/** Shortest paths. */
export const week07: readonly Topic[] = [
  {
    q: 'why does Dijkstra fail with negative edges? {my example gives the right result|}',
    a: 'it *finalises* a vertex when it leaves the queue. a negative edge found later could still make it cheaper. {try s→a 2, s→b 5, b→a −4|some examples survive by luck}',
    wrong: 'because it loops forever',
    more: [
      'can I just add a constant to every weight?',
      'no, paths with more edges get punished more, so the shortest path can change',
    ],
  },
  {
    q: 'what is the running time of Dijkstra with a binary heap?',
    a: '`O((n + m) log n)`: n times `deleteMin`, at most m times `decreaseKey`. {with a Fibonacci heap `O(m + n log n)`|with an array `O(n²)`, which is better for dense graphs}',
  },
  {
    q: 'I insert duplicates instead of `decreaseKey`. still correct?',
    a: 'yes, skip an entry when its distance is larger than the one you know: `if (d > dist[u]) continue`. the queue can grow to m, and `log m ≤ 2 log n`',
    wrong: 'no, you would process vertices twice',
  },
  {
    q: 'why n−1 rounds in Bellman–Ford?',
    a: 'a shortest path has at most n−1 edges, and after round i all shortest paths with at most i edges are right. {if round n still improves something there is a negative cycle|the n-th round is the test for negative cycles}',
    more: ['can I stop earlier?', 'yes, as soon as a round changes nothing'],
  },
  {
    q: 'in Floyd–Warshall, why must k be the **outer** loop?',
    a: '`d[i][j]` after step k means "using only vertices up to k in between". that statement needs all pairs finished for k−1 first',
    wrong: 'order of loops never matters, it is all three n',
    more: [
      'what if k is inside?',
      'then you get wrong results on some graphs, and the tests on {sheet} contain one',
    ],
  },
  {
    q: 'is the shortest path tree the same as the minimum spanning tree?',
    a: 'no. {triangle with weights 2, 2, 3|take a triangle with 2, 2 and 3}: from one end of the 3-edge Dijkstra uses the 3, the MST never does',
    wrong: 'yes if all weights are positive',
  },
  {
    q: 'how do I output the path and not only its length?',
    a: 'store `pred[v] = u` whenever you relax u→v, then walk back from the target and reverse',
  },
  {
    q: 'what does *relaxing* an edge mean, the name is strange',
    a: '`if dist[u] + w < dist[v]` then lower `dist[v]`. {think of a tight constraint that becomes loose|the triangle inequality is relaxed like a spring}',
  },
  {
    q: 'does A* always find the shortest path?',
    a: 'if the heuristic never overestimates (admissible), yes. {with a consistent one every vertex is expanded only once|consistent heuristics also avoid reopening vertices}',
    wrong: 'it is a heuristic, so only approximately',
    more: ['and heuristic 0?', 'then it is exactly Dijkstra'],
  },
  {
    q: 'shortest paths in a DAG, do I need a heap?',
    a: 'no: relax the edges in topological order, `O(n + m)`, negative weights included',
    wrong: 'yes, Dijkstra is optimal',
    more: ['then longest path too?', 'in a DAG yes, negate the weights. in general graphs it is NP-hard'],
  },
  {
    q: 'what should the distance of unreachable vertices be in code?',
    a: 'infinity, and never add to it. `Integer.MAX_VALUE + w` {wraps around to something negative|overflows and wins every comparison}',
  },
  {
    q: 'are zero-weight edges a problem for Dijkstra?',
    a: 'no, it needs weights ≥ 0. {zero cycles are harmless too|only negative ones hurt}',
  },
  {
    q: 'is a subpath of a shortest path again a shortest path?',
    a: 'yes: if it were not, you could replace it and get something shorter. {that is the optimal substructure everything rests on|cut and paste argument}',
    more: [
      'for longest paths as well?',
      'no! simple longest paths do not have it, that is why they are hard',
    ],
  },
  {
    q: 'how can I use shortest paths for currency arbitrage?',
    a: 'weights `−log(rate)`: a product > 1 becomes a negative cycle, which Bellman–Ford finds',
  },
  {
    q: 'in bidirectional search, may I stop at the first vertex seen from both sides?',
    a: 'no, that vertex need not be on the shortest path. {stop when the sum of the two queue minima is at least the best meeting so far|you have to go on until the queue minima together exceed the best}',
    wrong: 'yes, both sides are optimal',
  },
  {
    q: 'Johnson’s algorithm, what are the potentials for?',
    a: 'new weights `w(u,v) + h(u) − h(v)` are ≥ 0 and change every path between the same ends by the same amount. then Dijkstra from each vertex',
  },
];
