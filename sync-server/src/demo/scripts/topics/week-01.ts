import type { Topic } from '../kinds.ts';

/** Growth of functions, recurrences. */
export const week01: readonly Topic[] = [
  {
    q: 'is `n log n` in `O(n²)` {even though it is not tight|or is that considered wrong}?',
    a: 'yes, `O` is only an upper bound. {It is true but not tight|Correct, just not the best bound you can give}, with `Θ` you would have to write `Θ(n log n)`',
    wrong: 'no, because `O` should be the exact order',
    more: [
      'so in the exam "give the running time in O-notation" means the tightest bound?',
      '{unless the task says otherwise, yes|yes, we always mean the tightest one you can justify}',
    ],
  },
  {
    q: 'what is the difference between `o(n)` and `O(n)`? {the definitions look identical to me|I only see a missing capital}',
    a: 'for `O` **some** constant c has to work, for `o` **every** constant c > 0 has to work from some n on. {So `n/2` is in `O(n)` but not in `o(n)`|That is why `2n` is `O(n)` and not `o(n)`}',
    more: ['and `ω` is the same the other way round?', 'exactly, `f ∈ ω(g)` iff `g ∈ o(f)`'],
  },
  {
    q: 'does the base of the logarithm matter {inside `O`|in `O(log n)`}?',
    a: 'no, changing the base only multiplies by a constant: `log₂ n = log₁₀ n / log₁₀ 2`. {But it does matter in an exponent|Careful in exponents though}, `2^(log₂ n)` and `2^(log₄ n)` are different',
    wrong: 'I thought computer science always means base 2, so it would matter',
  },
  {
    q: 'how do I show that `2^(2n)` is **not** in `O(2^n)`?',
    a: 'assume `2^(2n) ≤ c · 2^n` for all large n and divide by `2^n`. then `2^n ≤ c`, which {is false for large n|cannot hold for a constant}',
    wrong: 'but 2 is just a constant factor?',
    more: [
      'so a constant in the exponent is never harmless',
      'right, `2^(n+1)` is fine, `2^(2n)` is not. adding in the exponent multiplies, multiplying squares',
    ],
  },
  {
    q: 'which case of the master theorem is `T(n) = 2T(n/2) + n log n`?',
    a: 'none of the three basic ones. n log n is larger than `n^(log₂ 2) = n`, but not *polynomially* larger. {The extended version gives|Unrolling gives} `Θ(n log² n)`',
    wrong: 'case 3, since n log n grows faster than n',
    more: [
      'is the extended version allowed?',
      'yes, if you state it. {drawing the recursion tree is just as good|the recursion tree is equally fine}',
    ],
  },
  {
    q: 'why do we ignore constants when in practice {they matter so much|a factor of 10 is the difference between usable and not}?',
    a: 'because they depend on machine, compiler and language, and the order of growth does not. {It is a first filter, not the whole story|Between two `n log n` algorithms you do measure}',
    more: [
      'so an `O(n²)` algorithm can be the right choice?',
      'for small n, certainly. {insertion sort below 16 or so elements|that is why library sorts switch to insertion sort} is the standard example',
    ],
  },
  {
    q: 'what exactly is the loop invariant in the {maximum search|linear search} proof?',
    a: 'that before iteration i the variable `max` holds the largest of `a[0..i-1]`. {You show it holds at the start, stays true, and gives the claim at the end|Initialisation, maintenance, termination, in that order}',
    wrong: 'that `max` is the maximum of the array',
  },
  {
    q: 'is `n!` bigger than `2^n`? {and compared with `n^n`?|}',
    a: 'yes: from n = 4 on every further factor of `n!` is larger than 2. {And `n^n` is larger still|In order: `2^n`, then `n!`, then `n^n`}',
    more: [
      'but log of n! is `n log n`?',
      'yes, `log(n!) = Θ(n log n)`, by Stirling or by taking the upper half of the factors',
    ],
  },
  {
    q: 'the outer loop runs n times and the inner one `for (j = 1; j < n; j *= 2)`. is that `O(n²)` or `O(n log n)`?',
    a: 'the inner loop doubles j, so it runs about `log₂ n` times. {together|in total} `Θ(n log n)`',
    wrong: 'two nested loops, so n²',
  },
  {
    q: 'when is "worst case" the same as `O` and "best case" the same as `Ω`?',
    a: 'never, these are two different questions. the case picks **which** function you look at, `O` and `Ω` bound **that** function. {You can give an `Ω` for the worst case|Saying "the worst case is `Ω(n²)`" makes perfect sense}',
    wrong: 'I always treated them as synonyms',
  },
  {
    q: 'how many levels does the recursion tree of `T(n) = 3T(n/4) + n²` have?',
    a: '`log₄ n + 1`. {the size shrinks by 4 per level|Sizes go n, n/4, n/16, …}, the 3 only decides how many nodes a level has',
    wrong: '`log₃ n`?',
    more: [
      'and who wins, root or leaves?',
      'the root: the levels cost `n² · (3/16)^i`, a geometric series, so `Θ(n²)`',
    ],
  },
  {
    q: 'is amortised `O(1)` the same as average `O(1)`?',
    a: 'no. amortised is a guarantee over any *sequence* of operations, no probability involved. average needs a distribution of inputs or random choices',
    wrong: 'it is the same thing with a fancier name',
    more: [
      'so a growing array never has bad luck?',
      'a single `append` can cost `O(n)`, but n of them never cost more than `O(n)` together',
    ],
  },
  {
    q: 'why does the dynamic array double and not just grow by 100 cells?',
    a: 'with a fixed step you copy every 100 insertions, that is `Θ(n²)` copies over n insertions. with doubling the copies sum to less than 2n',
    wrong: 'because it wastes less memory?',
    more: [
      'could it also grow by 1.5?',
      '{any factor above 1 works|yes, any constant factor > 1}. smaller factors waste less space and copy more often',
    ],
  },
  {
    q: 'do we count comparisons or all operations?',
    a: 'in the RAM model every basic operation costs 1. for sorting we count comparisons because they dominate and {they are easier to argue about|the lower bound is about them}',
  },
  {
    q: 'can I just use limits instead of hunting for c and n₀?',
    a: 'yes. if `f(n)/g(n)` tends to a constant > 0 it is `Θ`, if it tends to 0 it is `o`. {L’Hôpital is allowed|You may use L’Hôpital}, just say so',
    more: [
      'what if the limit does not exist?',
      'then the limit says nothing and you go back to the definition. `f(n) = n · (2 + sin n)` is such a case',
    ],
  },
  {
    q: 'is every pair of functions comparable? {so either `f ∈ O(g)` or `g ∈ O(f)`|}',
    a: 'no, `n` and `n^(1 + sin n)` are the usual counterexample: each is far above the other infinitely often',
    wrong: 'yes, one of them has to be bigger',
  },
];
