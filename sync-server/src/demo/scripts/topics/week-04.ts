import type { Topic } from '../kinds.ts';

/** Hashing. */
export const week04: readonly Topic[] = [
  {
    q: 'why should the table size be a prime {for `h(k) = k mod m`|with the division method}?',
    a: 'because keys often have a common pattern (all even, all multiples of 10). a prime m shares no factor with it, so {the keys still spread|no slots stay empty for systematic reasons}',
    wrong: 'otherwise the modulo is slow',
    more: ['but Java uses powers of two', 'yes, and mixes the bits of `hashCode()` first to make up for it'],
  },
  {
    q: 'what happens on deletion with linear probing? if I just empty the slot the search {stops too early|finds nothing behind it}',
    a: 'exactly, so you leave a *deleted* marker (tombstone). search walks over it, insert may reuse it. {or you shift the following cluster back|the alternative is to re-insert the rest of the cluster}',
    wrong: 'you rehash the whole table',
  },
  {
    q: 'what is the difference between primary and secondary clustering?',
    a: 'primary: runs of occupied slots grow together, even for different hash values (linear probing). secondary: only keys with the **same** start follow the same path (quadratic probing)',
    more: ['and double hashing has neither?', 'practically none, since the step depends on the key too'],
  },
  {
    q: 'is lookup in a hash table `O(1)` or `O(n)`? {I have seen both|the slides say both}',
    a: 'expected `O(1)` with bounded load and a decent hash function, `Θ(n)` in the worst case when everything collides. {say which you mean|both are right, for different cases}',
  },
  {
    q: 'what load factor should we resize at?',
    a: 'chaining: around 1 is fine, Java takes 0.75. open addressing: keep it below 0.7, {at 0.9 an unsuccessful search already needs about 50 probes with linear probing|it explodes close to 1}',
    more: [
      'and after resizing everything is rehashed?',
      'yes, the index depends on m. amortised it still is `O(1)` per insert',
    ],
  },
  {
    q: 'why must `equals` and `hashCode` be overridden together?',
    a: 'equal objects must have equal hashes, else `HashMap` looks into the wrong bucket and {never finds your key|your `contains` answers false}',
    wrong: 'only for performance',
    more: [
      'may unequal objects have equal hashes?',
      'sure, that is just a collision. `return 42` is legal, and terrible',
    ],
  },
  {
    q: 'what does *universal* mean for a family of hash functions?',
    a: 'for any two different keys the probability over the choice of h that they collide is at most `1/m`. {the randomness is in choosing h, not in the keys|the keys may be chosen by an adversary}',
    wrong: 'that it works for every key type',
  },
  {
    q: 'how many people do I need for a 50 % birthday collision, and what has it to do with hashing?',
    a: '23. with m slots you expect the first collision after about `1.25 · √m` keys, so {even a nearly empty table collides|with m = 365 that is after 23 keys}',
  },
  {
    q: 'can I use a mutable list as a key in a dictionary?',
    a: 'no: when it changes, its hash changes and the entry sits in the wrong bucket. {Python forbids it with `unhashable type`, Java lets you run into it|use a tuple}',
    wrong: 'yes as long as nobody prints it',
  },
  {
    q: 'in double hashing, why may `h₂(k)` never be 0?',
    a: 'the step would be 0 and you would look at the same slot forever. {That is why it is `1 + (k mod (m−1))`|Hence the 1 + in the formula}. it should also be coprime to m to reach every slot',
  },
  {
    q: 'does quadratic probing always find a free slot?',
    a: 'with m prime and load ≤ 1/2, yes. {otherwise it can cycle through half of the table|above that there are inputs where it never hits the free ones}',
    wrong: 'yes as long as one is free',
  },
  {
    q: 'what is a Bloom filter allowed to get wrong?',
    a: 'only false **positives**. if it says "not there" that is certain, {since a stored key has all its bits set|bits are never cleared}',
    wrong: 'both directions with a small probability',
    more: [
      'so no deletion?',
      'right, clearing a bit could remove other keys. counting Bloom filters keep small counters instead',
    ],
  },
  {
    q: 'expected length of a chain, is that n/m or m/n?',
    a: '`n/m`, keys per slot: the load factor α. {an unsuccessful search costs `1 + α`|Successful search is about `1 + α/2`}',
  },
  {
    q: 'why does `hash("a")` give another number {each time I start Python|after a restart}?',
    a: 'strings are hashed with a random seed per process, against attackers who send colliding keys. {set `PYTHONHASHSEED=0` for tests|`PYTHONHASHSEED` pins it}',
    wrong: 'uninitialised memory?',
  },
  {
    q: 'when would I prefer a search tree over a hash table?',
    a: 'when order matters: range queries, predecessor, smallest element, sorted output. {and for guaranteed `O(log n)`|Also when you need a worst-case guarantee}',
  },
  {
    q: 'how does cuckoo hashing get `O(1)` in the **worst** case for lookups?',
    a: 'every key has just two possible places, so you look at two. {the work is moved to insertion|insertion pays for it by throwing others out}',
    more: ['and if insertion cycles?', 'pick new hash functions and rehash, expected cost is still constant'],
  },
];
