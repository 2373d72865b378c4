import type { Topic } from '../kinds.ts';

/** Greedy algorithms, strings, a first look at NP. */
export const week10: readonly Topic[] = [
  {
    q: 'activity selection: why sort by **end** and not by start or length?',
    a: 'the one that ends first leaves the most room, and swapping it in never hurts. {shortest first fails when a short one overlaps two long ones|by start fails when the first one lasts all day}',
    wrong: 'shortest first is the same',
  },
  {
    q: 'how does an exchange argument go, step by step?',
    a: 'take an optimal solution, look at the first place where it differs from greedy, swap in the greedy choice, show it is still valid and not worse. {repeat until they are equal|induction does the rest}',
  },
  {
    q: 'is the Huffman code unique?',
    a: 'no, ties and left/right are free. the total length is. {in the tutorial any correct tree gets full points|any optimal tree is accepted}',
    wrong: 'yes, the algorithm is deterministic',
    more: [
      'what if there is only one letter?',
      'then by convention one bit, otherwise the message would be empty',
    ],
  },
  {
    q: 'what does the failure function of KMP at position i tell me?',
    a: 'the length of the longest proper prefix of the pattern that is also a suffix of `p[0..i]`. after a mismatch you continue there {and never move back in the text|the text pointer never goes back}',
  },
  {
    q: 'why is KMP `O(n + m)` when there is a `while` inside the `for`?',
    a: 'the inner loop only shrinks j, and j grows by at most 1 per step. {it cannot shrink more often than it grew|amortised it is constant}',
    wrong: '`O(n · m)` in the worst case',
  },
  {
    q: 'Rabin–Karp: equal hashes mean equal strings?',
    a: 'no, you still have to compare on a hit. {with a good modulus false hits are rare|expected `O(n + m)`, worst case `O(nm)`}',
    wrong: 'yes with a prime modulus',
  },
  {
    q: 'is P ≠ NP proven? {the slide says "presumably"|}',
    a: 'no, open since 1971, {a million dollars for you|there is a prize}. we only know that if one NP-complete problem is in P, all are',
  },
  {
    q: 'does NP mean "not polynomial"?',
    a: 'no! *nondeterministic polynomial*: a solution can be **checked** in polynomial time. everything in P is in NP as well',
    wrong: 'I always read it that way',
  },
  {
    q: 'in which direction do I reduce to show that my problem is NP-hard?',
    a: 'from the known hard problem **to** yours. "if I could solve mine, I could solve SAT". {the other way round proves nothing|the wrong direction is the most common mistake in the exam}',
    wrong: 'from mine to SAT',
    more: ['and NP-complete?', 'NP-hard and in NP: show in addition that solutions can be checked fast'],
  },
  {
    q: 'vertex cover: why is taking both ends of an edge a 2-approximation?',
    a: 'the chosen edges share no vertex, so any cover needs at least one end of each. you took two. {greedy by degree is only `O(log n)`|taking the highest degree first is worse, surprisingly}',
  },
  {
    q: 'fractional knapsack is greedy, 0/1 is not. what breaks?',
    a: 'the leftover room. {items 60/10, 100/20, 120/30 with capacity 50|W = 50 with 60/10, 100/20, 120/30}: greedy takes the first two for 160, the best is 220',
  },
  {
    q: 'is every problem in NP solvable in exponential time?',
    a: 'yes, try all certificates: `2^poly(n)`. {that does not say you need it|upper bound only}',
  },
  {
    q: 'what does a trie cost in memory?',
    a: 'up to one node per letter of all words. {with an array of 26 children each it is mostly empty|a map per node or compressed edges help}',
    more: ['and lookup?', '`O(length of the word)`, however many words there are'],
  },
  {
    q: 'do we need the proof that SAT is NP-complete?',
    a: 'no, the statement and how to use it in a reduction. {3-SAT → independent set is the one to know by heart|the reductions on {sheet} are the level to expect}',
  },
  {
    q: 'halting problem: is it NP-complete?',
    a: 'NP-hard, but not in NP, it is not even decidable',
    wrong: 'yes, it is the hardest one',
  },
  {
    q: 'how far can an approximation be off when I only know its ratio is 2?',
    a: 'never more than twice the optimum, on every instance. {typically it is much better|usually you see 10–20 %}',
  },
];
