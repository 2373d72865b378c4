import type { Topic } from '../kinds.ts';

/** Comparison sorting: insertion, merge, quick; the lower bound. */
export const week02: readonly Topic[] = [
  {
    q: 'why is quicksort faster than merge sort in practice when its worst case is `O(n²)`?',
    a: 'it sorts in place, walks memory in order and has a tiny inner loop. {With a random pivot the bad case practically never happens|The worst case has a vanishing probability once the pivot is random}',
    more: [
      'then why does `Arrays.sort` use merge sort for objects?',
      'because for objects they promise **stability**, and quicksort does not keep equal elements in order',
    ],
  },
  {
    q: 'is merge sort stable? {and does it depend on how I write `merge`?|}',
    a: 'if you take from the **left** half on ties (`<=`, not `<`), yes. {With `<` you lose it|One character decides}',
    wrong: 'yes, always',
  },
  {
    q: 'what does "in place" mean exactly? quicksort needs the recursion stack',
    a: 'usually: `O(log n)` or `O(1)` extra space besides the input. {Quicksort counts if you recurse into the smaller part first|recursing on the smaller part and looping on the larger keeps the stack at `O(log n)`}',
    wrong: 'no extra memory at all, so quicksort is not in place',
  },
  {
    q: 'where does the `log(n!)` in the lower bound come from?',
    a: 'the decision tree needs a leaf for each of the n! orders. a binary tree with n! leaves has height at least `log₂(n!)`, and that is `Θ(n log n)`',
    more: [
      'so counting sort breaks the theorem?',
      'no, it does not compare keys, so the theorem does not speak about it',
    ],
  },
  {
    q: 'which input is the worst case for quicksort with the **first** element as pivot?',
    a: 'an already sorted one (or reverse sorted). every partition splits into 0 and n−1, {giving `Θ(n²)`|so you sum n + (n−1) + … + 1}',
    wrong: 'a random one I think, since then everything has to move',
    more: [
      'and with median of three?',
      'sorted input is harmless then, but one can still build a killer sequence. random is simpler to argue about',
    ],
  },
  {
    q: 'how many inversions can an array of n elements have {at most|}?',
    a: '`n(n−1)/2`, when it is sorted backwards: then **every** pair is an inversion',
    wrong: 'n−1, one for each neighbour',
    more: [
      'and insertion sort does exactly that many swaps?',
      'yes! its running time is `Θ(n + inversions)`, that is why it is great on almost sorted input',
    ],
  },
  {
    q: 'what is the invariant of Lomuto partitioning? I keep {mixing up i and j|getting off by one}',
    a: '`a[lo..i]` is ≤ pivot, `a[i+1..j-1]` is > pivot, and the pivot waits at `a[hi]`. {Draw the three zones once and the indices write themselves|If you draw the zones the off-by-one goes away}',
  },
  {
    q: 'why does Hoare partition return j and then recurse on `(lo, j)` and **not** `(lo, j-1)`?',
    a: 'because after Hoare the pivot is not necessarily at position j. you only know that everything up to j is ≤ everything after it',
    wrong: 'typo on the slide I think',
  },
  {
    q: 'does randomised quicksort have a worst *input*?',
    a: 'no, for every input the expected time is `O(n log n)`. there are only unlucky coin flips. {An adversary would have to know your random numbers|That is the point of randomising}',
    wrong: 'sorted arrays are still bad',
  },
  {
    q: 'how do I count inversions in `O(n log n)`?',
    a: 'inside merge sort: whenever you take from the right half, add the number of elements still waiting in the left half. {That is the whole trick|Nothing else changes}',
    more: [
      'and equal elements?',
      'they are no inversion, so on ties take from the left first, then nothing is added',
    ],
  },
  {
    q: 'is selection sort ever better than insertion sort?',
    a: 'it does only `n−1` swaps, so when **writing** is expensive (flash memory, huge records). {otherwise insertion sort wins|in every other respect insertion sort is nicer}',
    wrong: 'it is faster on sorted arrays',
  },
  {
    q: 'do we have to know the exact number of comparisons of merge sort or is `Θ(n log n)` enough?',
    a: 'for the exam `Θ` with the recurrence. {the exact count `n⌈log n⌉ − 2^⌈log n⌉ + 1` is a bonus exercise|the exact formula is only in the bonus part}',
  },
  {
    q: 'why does quickselect run in expected `O(n)` if quicksort needs `O(n log n)`? {the partition is the same|}',
    a: 'it goes into only **one** side. the sizes shrink geometrically on average: n + 3n/4 + 9n/16 + … = `O(n)`',
    more: [
      'and median of medians?',
      'that makes the `O(n)` deterministic, with a constant that nobody wants to pay',
    ],
  },
  {
    q: 'can I make any sorting algorithm stable?',
    a: 'yes: attach the original index and use it to break ties. {Costs `O(n)` memory|It needs n extra integers}',
  },
  {
    q: 'why do library sorts switch to insertion sort {for small ranges|below a threshold}?',
    a: 'for 10–30 elements the overhead of recursion is larger than a few extra comparisons. and insertion sort is **very** cache friendly',
    wrong: 'because of the stack depth?',
  },
  {
    q: 'what is the recurrence if the pivot always splits 9 : 1?',
    a: '`T(n) = T(9n/10) + T(n/10) + n`, still `Θ(n log n)`: every level costs at most n and there are `log_{10/9} n` of them',
    wrong: '`Θ(n²)`, since it is unbalanced',
  },
];
