import type { Topic } from '../kinds.ts';

/** Heaps, priority queues, sorting in linear time. */
export const week03: readonly Topic[] = [
  {
    q: 'why is building a heap only `O(n)`? {we call `siftDown` about n/2 times|} and each call can cost `O(log n)`',
    a: '{that bound is correct but not tight|`O(n log n)` is true, just too pessimistic}. most nodes sit near the leaves and sink only a step or two: the sum over all heights h of `h · n/2^(h+1)` is `O(n)`',
    wrong: 'because the lower half is already a heap, so you do not look at it',
    more: [
      'and inserting one by one?',
      'that is `Θ(n log n)` in the worst case, since most elements rise from the bottom',
    ],
  },
  {
    q: 'is a sorted array always a heap?',
    a: 'ascending → min-heap, descending → max-heap, yes. the other direction is false: {`[9, 5, 8, 1]` is a max-heap and not sorted|a heap only orders parents and children, not siblings}',
    wrong: 'yes and every heap is sorted as well',
  },
  {
    q: 'where is the **second** largest element of a max-heap?',
    a: 'it has to be a child of the root, so index 1 or 2. {And the third largest can already be in level 2 or 3|for the k-th you need at most k levels}',
    more: ['so finding the k largest costs `O(k)`?', '`O(k log k)`, with a second small heap of candidates'],
  },
  {
    q: 'the book starts arrays at 1 and the slides at 0, which children formula do we use?',
    a: 'with 0: children `2i+1` and `2i+2`, parent `(i-1)/2` rounded down. with 1: `2i`, `2i+1`, `i/2`. {In the exam say which you use|both are accepted as long as you are consistent}',
  },
  {
    q: 'how do I do `decreaseKey` when I do not know where the element is?',
    a: 'keep a map from element to index and update it **in every swap**. {without it you search in `O(n)`|that is the price of the array representation}',
    wrong: 'just scan the array, it is fast enough',
    more: [
      'does `PriorityQueue` in Java do that?',
      'no, `remove(Object)` is linear there. the usual trick is to insert again and skip stale entries',
    ],
  },
  {
    q: 'is heapsort stable?',
    a: 'no, the swap of root and last element can jump over equal keys. {two 7s are enough for a counterexample|Try `[7a, 7b]`}',
    wrong: 'I would say yes since it compares with `<`',
  },
  {
    q: 'counting sort is `O(n + k)`, so why not always use it?',
    a: 'because of the k. {sorting ten 64-bit numbers would need an array of 2^64 counters|for large key ranges the counters do not fit anywhere}, and keys must be small integers',
    more: [
      'and radix sort fixes that?',
      'it splits the key into digits, each with a small k: `O(d · (n + k))`',
    ],
  },
  {
    q: 'why does counting sort go through the input **backwards** in the last loop?',
    a: 'to be stable: the last of several equal keys has to get the last of their places. {Forwards works too but reverses equal keys|and radix sort relies on that stability}',
    wrong: 'it does not matter, it is only convention',
  },
  {
    q: 'does radix sort start at the least or the most significant digit?',
    a: 'LSD in our version, with a **stable** sort per digit. {MSD works as well but needs recursion into buckets|MSD would need separate buckets}',
    wrong: 'most significant, like sorting words',
  },
  {
    q: 'how can I merge k sorted lists fast?',
    a: 'keep the k heads in a min-heap, pop the smallest, push its successor. n elements in total: `O(n log k)`',
    wrong: 'merge the first two, then the third, and so on, that is also `O(n log k)`',
    more: [
      'so pairwise one after the other is worse?',
      'yes, `O(n·k)`, because the first lists are copied again and again',
    ],
  },
  {
    q: 'how high is a heap with n elements?',
    a: '`⌊log₂ n⌋`, counted in edges. {With 1000 elements that is 9|a level is full before the next begins}',
  },
  {
    q: 'can a min-heap tell me its maximum quickly?',
    a: 'no. it is in some leaf, and there are `⌈n/2⌉` of them, so `Θ(n)`. {If you need both ends take two heaps or a min-max heap|a min-max heap does both}',
    wrong: 'last element of the array',
  },
  {
    q: 'for a running median we need two heaps, but which one is which?',
    a: 'a **max**-heap for the lower half and a **min**-heap for the upper half, so the two middle elements are on top. rebalance when the sizes differ by 2',
    more: ['cost per element?', '`O(log n)` to insert, `O(1)` to read the median'],
  },
  {
    q: 'bucket sort is `O(n)` on average. average over what?',
    a: 'over the inputs: it assumes keys uniformly spread in [0, 1). {if they all land in one bucket you are back to whatever sorts the bucket|clustered keys ruin it}',
  },
  {
    q: 'do we sift the **smaller** or the larger child up in `deleteMin`?',
    a: 'in a min-heap the smaller one, otherwise the new parent would be larger than its other child',
    wrong: 'always the left one',
  },
  {
    q: 'what is a d-ary heap good for?',
    a: 'flatter tree: `insert` and `decreaseKey` cost `log_d n`, `deleteMin` costs `d · log_d n`. {good for Dijkstra on dense graphs|so it pays when there are many `decreaseKey`s}',
  },
];
