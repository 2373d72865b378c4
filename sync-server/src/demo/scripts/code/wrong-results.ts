import type { Trouble } from '../kinds.ts';

/** Programs that run and answer something else. */
export const wrongResults: readonly Trouble[] = [
  {
    symptom: 'my merge sort {drops|loses} elements when the length is odd. {`[3, 1, 2]` becomes `[1, 3]`|}',
    cause:
      'after the main loop you have to copy the rest of **both** halves. one of them is always non-empty',
    fixed: 'the second copy loop was missing, thanks',
  },
  {
    symptom: '`(a, b) -> a - b` as comparator works for the small tests and fails `test_{test}`',
    cause:
      'overflow. with large values of different sign the difference wraps around. `Integer.compare(a, b)`',
    fixed: 'I would never have found that one',
  },
  {
    symptom: 'Java says `a == b` is false for two `Integer`s with value {n}. for small ones it is true??',
    cause:
      'you compare objects. only −128 to 127 are cached, so small ones happen to be the same object. use `equals`',
    fixed: 'that is evil. `equals` fixes 4 tests at once',
  },
  {
    symptom: '`test_stable` fails although the output looks sorted',
    ask: ['what is in your merge condition?', '`if (left[i] < right[j])` take left'],
    cause: 'with equal keys you then take from the right. `<=` keeps the order',
    fixed: 'green. one character, as always',
  },
  {
    symptom: 'my Dijkstra gives a wrong distance to exactly one vertex in `{file}`',
    ask: ['do you mark vertices as visited when they are pushed?', 'yes, to avoid duplicates'],
    cause:
      'that is right for BFS, not for Dijkstra: a better path may come later. mark when it is **popped**',
    fixed: 'moved one line down, all green',
  },
  {
    symptom: 'Floyd–Warshall returns negative distances although all weights are positive',
    cause:
      'you add to `Integer.MAX_VALUE`. use something like `1_000_000_000` or check for infinity before adding',
    fixed: 'half of MAX_VALUE does it',
  },
  {
    symptom: '`grid = [[0] * w] * h` in Python, I set one cell and the whole column changes',
    cause: 'that is h times the **same** list. `[[0] * w for _ in range(h)]`',
    fixed: 'I spent an hour looking at the recurrence. it was right',
  },
  {
    symptom: 'my `HashSet` contains the same point twice',
    ask: ['did you override `hashCode`?', 'only `equals`'],
    cause:
      'then equal points land in different buckets. both or neither, {let the IDE generate them|or use a `record`}',
    fixed: 'made it a `record`. 30 lines less',
  },
  {
    symptom: 'LIS returns the right length but the sequence I print is not increasing',
    cause:
      '`tail` is not the sequence, it only stores the best ends. keep `prev[i]` and walk back from the end',
    fixed: 'with prev it prints a real one',
  },
  {
    symptom: 'topological sort gives a different order than the expected output, is mine wrong?',
    ask: ['does every edge go forward in yours?', 'checked it with a small script, yes'],
    cause:
      'then it is correct, orders are not unique. the grader checks the edges, only `sample.out` shows one of them',
    fixed: 'it was accepted, panic over',
  },
  {
    symptom: '`-7 % 3` is `-1` in Java and `2` in Python, my hash table breaks with negative keys',
    cause: 'Java’s remainder takes the sign of the dividend. `Math.floorMod(k, m)`',
    fixed: '`floorMod`, {did not know that one|TIL}',
  },
  {
    symptom: 'knapsack returns a value that is too **high**',
    ask: ['one row? which direction?', 'one row, w from 0 upwards'],
    cause: 'upwards you may take an item twice. go from W down',
    fixed: 'downwards, correct. now I understand why it was underlined in the lecture',
  },
  {
    symptom: 'my AVL tree is balanced but searches fail afterwards',
    cause:
      'after the rotation you forgot to hang the middle subtree onto the other node: `x.left = y.right` **before** `y.right = x`',
    fixed: 'order of the two assignments. drew it on paper and saw it at once',
  },
  {
    symptom: 'def f(seen=[]) remembers things between the tests??',
    cause: 'default arguments are created once. `seen=None` and `seen = [] if seen is None else seen`',
    fixed: 'Python, why',
  },
  {
    symptom: '`sort()` in JavaScript puts 10 before 9',
    cause: 'it compares as strings. `numbers.sort((a, b) => a - b)`',
    fixed: 'one more language for the list of surprises',
  },
  {
    symptom: 'my inversions count is negative for `{file}`',
    cause: 'more than 2^31 inversions: n(n−1)/2 overflows an int for n above 65,536. use `long`',
    fixed: '`long` and the number is 2,407,905,288. wow',
  },
];
