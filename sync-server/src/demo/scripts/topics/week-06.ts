import type { Topic } from '../kinds.ts';

/** Graphs: representations, BFS, DFS, topological order, components. */
export const week06: readonly Topic[] = [
  {
    q: 'adjacency list or matrix, {what is the default|which one should I take}?',
    a: 'lists, unless the graph is dense or you ask "is there an edge u→v?" all the time. {memory is `O(n + m)` against `O(n²)`|a matrix of 100,000 vertices does not fit into memory}',
  },
  {
    q: 'why is BFS `O(n + m)` and not `O(n · m)`? {there is a loop in a loop|}',
    a: 'the inner loop runs over the neighbours of each vertex **once**, and the degrees sum to 2m (m if directed). {Add the loops instead of multiplying them|sum, do not multiply}',
    wrong: 'since every vertex could look at every edge it should be the product',
    more: ['and with a matrix?', 'then finding the neighbours costs n each time, so `Θ(n²)`'],
  },
  {
    q: 'when do I mark a vertex in BFS, when pushing or when popping?',
    a: 'when **pushing**. {else the same vertex gets into the queue many times|if you wait until it is popped, it can be queued once per incoming edge}',
    wrong: 'does not matter',
  },
  {
    q: 'can I get a topological order from a cyclic graph?',
    a: 'no, a cycle has no first vertex. Kahn’s algorithm notices: it stops with vertices left over. {DFS notices a back edge|with DFS it is an edge to a grey vertex}',
    more: ['so the leftover vertices are exactly the cycle?', 'they are on a cycle **or behind one**'],
  },
  {
    q: 'what are the white, grey and black vertices in DFS?',
    a: 'white: not seen, grey: on the stack right now, black: finished. an edge to a **grey** vertex closes a cycle',
    wrong: 'grey means visited twice?',
  },
  {
    q: 'is DFS on an undirected graph going to report a cycle for every edge? {u→v and back|}',
    a: 'only if you forget to skip the edge you came from. compare with the *parent* (or with the edge id, if there are parallel edges)',
  },
  {
    q: 'how do I find out whether a graph is bipartite?',
    a: 'colour it by BFS levels: alternate two colours, and if an edge joins equal colours there is an odd cycle. {don’t forget the other components|start again in each component}',
    wrong: 'count the edges, it must be even',
  },
  {
    q: 'does BFS find shortest paths {in weighted graphs|} too?',
    a: 'only when all weights are equal. BFS counts edges. {With weights 0 and 1 a deque does it|For weights you need Dijkstra}',
    wrong: 'yes, it is level by level',
  },
  {
    q: 'why do strongly connected components use the **reversed** graph in the second pass?',
    a: 'reversing keeps the components but turns the edges between them. starting with the last finished vertex you are in a source component, which is a sink in the reversed graph, {so DFS cannot leave it|and DFS is caught inside}',
    more: ['and Tarjan does it in one pass?', 'yes, with low-links and a stack. Kosaraju is easier to prove'],
  },
  {
    q: 'how many edges can a simple undirected graph have?',
    a: '`n(n−1)/2`. {directed without loops twice as many|the directed case has `n(n−1)`}',
    wrong: 'n²',
  },
  {
    q: 'is a graph with n−1 edges always a tree?',
    a: 'only if it is connected (or acyclic, either one is enough). {a triangle plus an isolated vertex has 3 edges and 4 vertices|triangle + lonely vertex: n = 4, m = 3, no tree}',
    wrong: 'yes that is the definition',
  },
  {
    q: 'my recursive DFS overflows the stack for {a path of 100,000 vertices|the big test file}, is that expected?',
    a: 'yes, depth is n there. {use an explicit stack|write it with your own stack} that remembers which neighbour comes next',
    more: ['can I just raise the stack limit?', 'locally yes, on the grader no'],
  },
  {
    q: 'what is an articulation point in terms of `low`?',
    a: 'a vertex u (not the root) with a child v such that `low[v] ≥ disc[u]`: nothing below v gets above u. {the root is one iff it has two or more DFS children|for the root count its children}',
  },
  {
    q: 'is the topological order unique?',
    a: 'only if there is a Hamiltonian path, i.e. consecutive vertices are all joined by an edge. {usually there are many|in Kahn terms: the queue never holds more than one vertex}',
    wrong: 'yes if the graph has no cycle',
  },
  {
    q: 'in a maze on a grid, do I have to build the graph first?',
    a: 'no, neighbours of (r, c) are four computations. {an implicit graph is fine|that is called an implicit graph}, BFS does not care',
  },
  {
    q: 'what is the sum of all degrees good for?',
    a: 'it is 2m, so the number of vertices of odd degree is even. {half of the proofs on {sheet} start with that line|the handshake lemma}',
  },
];
