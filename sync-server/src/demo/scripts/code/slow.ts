import type { Trouble } from '../kinds.ts';

/** Programs that take too long. */
export const slow: readonly Trouble[] = [
  {
    symptom: 'BFS in Python takes {secs} s on `{file}`, limit is 2',
    ask: ['`list.pop(0)`?', 'yes'],
    cause: 'that moves the whole list each time, `O(n)` per step. `collections.deque` and `popleft()`',
    fixed: '0.{line} s. same code otherwise',
  },
  {
    symptom: 'reading the input takes longer than the algorithm ({secs} s!)',
    cause:
      'Java: `BufferedReader` + `StringTokenizer` instead of `Scanner`. Python: `sys.stdin.buffer.read().split()`. C++: `ios::sync_with_stdio(false)`',
    fixed: 'Scanner was {secs} s of it. unbelievable',
  },
  {
    symptom: 'string building is `O(n²)`? my output loop with `+=` gets slower and slower',
    cause: 'each `+=` copies the string so far. `StringBuilder`, or `"".join(parts)` in Python',
    fixed: 'from {secs} s to nothing',
  },
  {
    symptom: '`if x in seen` makes my program quadratic, I thought lookup is fast?',
    cause: '`seen` is a list. make it a `set()` and it is `O(1)` expected',
    fixed: 'two brackets less and 300 times faster',
  },
  {
    symptom: 'insertion sort beats my merge sort up to n = {line}, is that plausible?',
    cause:
      'yes. {allocation of the temporary arrays costs more than the comparisons|you allocate in every call}. allocate one buffer at the top and pass it down',
    fixed: 'with one buffer the crossover is at about 40. put it into the plot',
  },
  {
    symptom: 'my timings jump around, the same run takes between 80 and {n3} ms',
    ask: ['do you warm up? Java compiles while it runs', 'no, I just take the first run'],
    cause:
      'do some thousand iterations first, then take the **median** of at least 10 runs. and close the browser :)',
    fixed: 'median of 20 and the curve is smooth now',
  },
  {
    symptom: 'memoised recursion is slower than the table, by a factor of {small}. expected?',
    cause:
      'yes: hashing the arguments and the call itself cost more than an array access. {same complexity, other constant|}',
    fixed: 'kept the table then',
  },
  {
    symptom:
      'linked list vs. array list: inserting in the middle should be faster in the list but it is {small} times slower',
    cause:
      'you first have to walk there, and every step is a cache miss. moving a block of memory is what CPUs are good at',
    fixed: 'that makes a nice paragraph for the report. thanks',
  },
];
