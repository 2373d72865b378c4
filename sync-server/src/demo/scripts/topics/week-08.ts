import type { Topic } from '../kinds.ts';

/** Spanning trees, union–find. */
export const week08: readonly Topic[] = [
  {
    q: 'what does the cut property say in plain words?',
    a: 'split the vertices into two groups in any way: the cheapest edge across belongs to some MST. {Kruskal and Prim are both just clever ways to pick cuts|everything else follows from that}',
  },
  {
    q: 'is the minimum spanning tree unique?',
    a: 'if all weights are different, yes. {with ties there can be many|a square with equal weights has four}',
    wrong: 'yes, it is the minimum',
    more: ['but their total weight is the same?', 'of course, and even the sorted list of weights is'],
  },
  {
    q: 'Prim or Kruskal, which is faster?',
    a: 'sparse: Kruskal `O(m log n)`, dominated by sorting. dense: Prim with an array `O(n²)`. {if the edges come sorted Kruskal is almost linear|with presorted edges Kruskal wins easily}',
  },
  {
    q: 'what exactly is the difference between Prim and Dijkstra? the code is {the same|nearly identical}',
    a: 'the key in the queue: Prim uses the weight of the **edge**, Dijkstra the length of the whole **path** `dist[u] + w`',
    wrong: 'Prim works on undirected graphs, otherwise the same',
  },
  {
    q: 'union by size or union by rank?',
    a: 'both give `O(log n)` depth. {with path compression both reach `O(α(n))`|the proof on the slides is for rank}, size is easier since it stays true after compression',
  },
  {
    q: 'how large is the inverse Ackermann function really?',
    a: 'at most 4 for every n that fits into this universe. {so "almost constant" is not an exaggeration|for practical purposes a constant, in proofs not}',
  },
  {
    q: 'does path compression break the ranks?',
    a: 'ranks are then only upper bounds of the height. {that is why they are called rank and not height|nothing else relies on them being exact}',
    wrong: 'yes you must recompute them',
  },
  {
    q: 'can Kruskal handle negative weights?',
    a: 'yes. only the order of the weights matters, {you could add 1000 to each|adding a constant to all edges changes nothing, all trees have n−1 edges}',
    wrong: 'no, like Dijkstra',
  },
  {
    q: 'how do I get a **maximum** spanning tree?',
    a: 'sort descending, or negate the weights. {same proof with ≥|everything else stays}',
    more: [
      'and what is it good for?',
      'it contains the widest path between any two vertices (largest bottleneck)',
    ],
  },
  {
    q: 'if I increase the weight of one tree edge, is the MST still minimal?',
    a: 'not necessarily: remove the edge, and look for the cheapest one across the cut. {if that is cheaper now, swap|`O(m)`, no need to start over}',
  },
  {
    q: 'when I add a new edge to the graph, how do I update the MST?',
    a: 'it closes exactly one cycle with the tree. throw out the heaviest edge of the cycle, `O(n)`',
    wrong: 'run Kruskal again I guess',
  },
  {
    q: 'why does `find` return the root and not the set?',
    a: 'the root *is* the name of the set. two elements are together iff they have the same root',
  },
  {
    q: 'can union–find undo a union?',
    a: 'without path compression and with a log of changes, yes. {with compression too many pointers move|rollback + compression do not go together}',
  },
  {
    q: 'what does Borůvka do that the others cannot?',
    a: 'all components pick their cheapest edge at the same time, so at most `log n` rounds, {nice in parallel|easy to parallelise}. with ties you need a fixed order, else cycles appear',
  },
  {
    q: 'is the heaviest edge of a graph never in an MST?',
    a: 'it is if it is a bridge. the rule is: the heaviest edge **of a cycle** is in no MST (if it is unique there)',
    wrong: 'never, that would not be minimal',
  },
  {
    q: 'how can I tell whether two vertices are connected while edges keep arriving?',
    a: 'that is the textbook case for union–find. {BFS after each edge would cost `O(n + m)` every time|each query is practically constant}',
    more: ['and if edges also disappear?', 'then it is the dynamic connectivity problem and much harder'],
  },
];
