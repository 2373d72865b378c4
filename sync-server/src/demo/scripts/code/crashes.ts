import type { Trouble } from '../kinds.ts';

/** Programs that stop, or never do. */
export const crashes: readonly Trouble[] = [
  {
    symptom:
      '`ArrayIndexOutOfBoundsException: Index {size} out of bounds for length {size}` in my `merge`. any idea?',
    ask: ['how does the loop end, `<` or `<=`?', '`while (i <= mid)`, and mid comes from `(lo + hi) / 2`'],
    cause:
      'one of your ranges is half open and the other is not. decide once: `[lo, hi)` everywhere, then every loop ends with `<`',
    fixed:
      'switched to half open ranges and it {runs|works}. {two hours for one character|never mixing those again}',
  },
  {
    symptom:
      '`RecursionError: maximum recursion depth exceeded` in my quicksort, but only for {the sorted input|`test_{test}`}',
    cause:
      'first element as pivot + sorted input = depth n. {pick a random pivot|swap a random element to the front}, and loop on the larger half',
    fixed: '`random.randint(lo, hi)` and it is gone. I should have seen that, it was on slide {slide}',
  },
  {
    symptom: 'my binary search {hangs|never returns} when the element is missing',
    ask: ['what do you do with `mid`?', '`lo = mid` if it is too small'],
    cause:
      'with two elements left mid equals lo, so nothing moves. `lo = mid + 1`, because mid has been looked at already',
    fixed: '`mid + 1`, of course',
  },
  {
    symptom: '`java.util.ConcurrentModificationException` while I remove finished nodes from the list',
    cause:
      'you change the list inside a for-each. use `iterator.remove()` or `removeIf`, {or collect first and remove after the loop|or build a new list}',
    fixed: '`removeIf` made it three lines shorter, nice',
  },
  {
    symptom: '`NullPointerException` at `node.left.key` {line {line}|in `delete`}, but the tree is not empty',
    cause:
      'the tree is not, the left subtree is. {check `node.left` before you read its key|a node without left child is normal}, or recurse and handle `null` at the top',
    fixed: 'base case first, then everything got simpler',
  },
  {
    symptom: '`Segmentation fault (core dumped)` after about 100,000 vertices, smaller files are fine',
    ask: ['recursive DFS?', 'yes {straight from the slides|, copied from the pseudo code}'],
    cause:
      'the call stack is full. use an explicit stack, {or `ulimit -s unlimited` just to see that this is it|the grader has the default 8 MB}',
    fixed: 'explicit stack it is. took a while to keep the neighbour index on it',
  },
  {
    symptom: '`StackOverflowError` in `find()` of my union–find?!',
    cause:
      'without union by size the tree can be a list of n nodes, and your `find` is recursive. {add sizes|attach the small tree to the large one}, or make find a loop',
    fixed: 'union by size, depth never above 17 now',
  },
  {
    symptom: 'C++: `free(): double free detected in tcache 2` when my tree goes out of scope',
    ask: ['do you copy the tree somewhere?', 'I return it by value from `build()`'],
    cause:
      'two objects own the same nodes then. `std::unique_ptr<Node>` for the children, or delete the copy constructor to find the place',
    fixed: 'unique_ptr found two more of those for me',
  },
  {
    symptom:
      "`TypeError: '<' not supported between instances of 'Node' and 'Node'` from `heapq`, sometimes. not always!",
    cause:
      'on equal priorities it compares the next part of the tuple, your Node. put a counter in between: `(dist, next(count), node)`',
    fixed: 'that explains the "sometimes". `itertools.count()` works',
  },
  {
    symptom: '`OutOfMemoryError: Java heap space`. I only store the graph??',
    ask: ['as a matrix?', 'yes, `int[n][n]`, n = {n}'],
    cause: 'n² ints are 4·n² bytes, do the sum. adjacency lists need a few MB for the same file',
    fixed: 'lists: 48 MB instead of crashing. okay',
  },
  {
    symptom: 'Python: `KeyError: {line}` in Dijkstra when I look at `dist[v]`',
    cause:
      'vertices without outgoing edges never got an entry. {fill `dist` for all vertices first|use `dist.get(v, math.inf)`}',
    fixed: 'sinks… thanks',
  },
  {
    symptom: 'my program prints nothing and uses 100 % CPU on {the last test|`{file}`}',
    ask: [
      'which loop? attach a debugger or press Ctrl+C and look at the trace',
      'the `while` in `insert` of the hash table',
    ],
    cause:
      'your table is full, so linear probing circles forever. resize before load 0.7, {and tombstones count as used|don’t forget to count tombstones}',
    fixed: 'I resized on `size`, not on `used`. the tombstones filled it',
  },
  {
    symptom: 'Go: `panic: runtime error: index out of range [-1]` in `pop`',
    cause:
      'empty queue. `container/heap` calls your `Pop` on the slice *after* swapping, so take the last element, not the first',
    fixed: 'ah, Pop removes from the END. that interface is odd',
  },
  {
    symptom:
      'Rust will not let me write a doubly linked list. `cannot borrow as mutable more than once at a time`',
    cause:
      'that is Rust telling you that two owners are a problem :) {use indices into a `Vec<Node>`|keep the nodes in a Vec and store indices instead of references}',
    fixed: 'indices into a Vec, compiles at the first try. suspicious',
  },
];
