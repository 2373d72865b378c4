import type { Topic } from '../kinds.ts';

/** Dynamic programming. */
export const week09: readonly Topic[] = [
  {
    q: 'how do you find the right subproblem? {I always understand the solution and never come up with it|}',
    a: 'ask what the **last** decision was, and what you need to know once it is made. {the parameters of that question are your table dimensions|For LCS: do the last letters match?}',
    more: ['and if I need a third parameter?', 'then you have a three-dimensional table. it happens'],
  },
  {
    q: 'memoisation or bottom-up, does it matter for points?',
    a: 'no, same complexity. {memoisation only computes what it needs, bottom-up has no recursion depth|bottom-up lets you drop old rows}',
  },
  {
    q: 'knapsack is `O(n · W)`. why is that not polynomial?',
    a: 'W is a *number*, its input length is `log W`. so n·W is exponential in the length: {pseudo-polynomial|that is called pseudo-polynomial}',
    wrong: 'it is polynomial, two factors',
    more: ['and if W ≤ n²?', 'then it is polynomial, in that special case'],
  },
  {
    q: 'in 0/1 knapsack with one row, why must the loop over w run **downwards**?',
    a: 'so that `best[w - weight]` is still the value *without* this item. {upwards you could pack it several times|upwards solves the unbounded version}',
    wrong: 'only to be faster',
  },
  {
    q: 'longest common subsequence vs. substring?',
    a: 'subsequence may skip letters, substring may not. in the recurrence the mismatch case is `max(left, up)` for subsequence and `0` for substring',
  },
  {
    q: 'how do I get the actual alignment from the edit distance table?',
    a: 'walk back from the lower right corner, at each cell to one of the neighbours that explains its value. {diagonal = match or replace, left = insert, up = delete|several ways are possible, any is fine}',
    more: ['can I do it with two rows only?', 'the distance yes, the alignment needs Hirschberg’s trick'],
  },
  {
    q: 'what is *optimal substructure*? {every problem seems to have it|}',
    a: 'an optimal solution contains optimal solutions of its parts. {longest simple path does not have it|the parts must not disturb each other}',
  },
  {
    q: 'why is plain recursive Fibonacci exponential?',
    a: 'the call tree has about `φ^n` leaves, since each leaf adds 1 and they sum to F(n). {with a memo only n values are ever computed|overlapping subproblems, as in the textbook}',
    wrong: '`O(n²)`, two calls each',
  },
  {
    q: 'coin change: number of ways or fewest coins, is it the same table?',
    a: 'same shape, different operation: sum for the ways, `1 + min` for the fewest. for ways put the **coins** in the outer loop, {or you count orders|else 1+2 and 2+1 count twice}',
  },
  {
    q: 'the longest increasing subsequence in `O(n log n)`, what does the array hold?',
    a: '`tail[k]` = the smallest possible last element of an increasing subsequence of length k+1. it is sorted, so you binary-search. {it is not itself the subsequence|careful, the array is *not* the answer itself}',
    wrong: 'it holds the subsequence itself',
  },
  {
    q: 'matrix chain: what is the order of filling the table?',
    a: 'by **length** of the chain: all of length 2, then 3, … {the cell (i, j) needs shorter ones only|diagonal by diagonal}',
    wrong: 'row by row from the top',
  },
  {
    q: 'is Floyd–Warshall dynamic programming?',
    a: 'yes: the subproblem is "shortest i–j path using only vertices up to k". {Bellman–Ford too, with number of edges|so is Bellman–Ford}',
  },
  {
    q: 'how do I prove that my recurrence is right?',
    a: 'induction over the size + case distinction over the last decision: every optimal solution falls into one case, and each case reduces to an optimal smaller one',
  },
  {
    q: 'travelling salesman with bitmasks, why `2^n · n²`?',
    a: 'states: set of visited cities × current city = `2^n · n`, each tries up to n next cities. {far better than n!, far from practical above 20|n! for n = 20 would be 2.4 · 10^18}',
  },
  {
    q: 'can I save memory in LCS?',
    a: 'two rows are enough for the length: `O(min(n, m))` space. {one row and a saved diagonal works too|}',
    more: ['but then no reconstruction', 'right, that is the trade'],
  },
  {
    q: 'when is greedy enough and when do I need DP?',
    a: 'greedy needs an exchange argument: the local choice is never worse. {find one counterexample and you know you need DP|coins 1, 3, 4 and amount 6 kills greedy}',
    wrong: 'greedy if the problem is small',
  },
];
