import type { Topic } from '../kinds.ts';

/** Search trees: plain, AVL, red-black, B. */
export const week05: readonly Topic[] = [
  {
    q: 'when I delete a node with two children, is it the successor or the predecessor that moves up?',
    a: 'both are correct. the lecture takes the **successor** (leftmost node of the right subtree). {stick to it so that tests agree|In the exam state which one you take}',
    more: [
      'can the successor have two children itself?',
      'no, it has no left child, else that would be smaller',
    ],
  },
  {
    q: 'how do I see whether I need a single or a double rotation {in an AVL tree|}?',
    a: 'look at the signs of the balance: node and child lean the **same** way → single, opposite ways → double. {zigzag means double|a straight line is single, a zigzag is double}',
    wrong: 'double if the balance is 3',
  },
  {
    q: 'why is the height of an AVL tree at most `1.44 log n`?',
    a: 'count the *fewest* nodes of height h: `N(h) = N(h−1) + N(h−2) + 1`. that grows like Fibonacci, so `n ≥ φ^h` roughly, and `1/log₂ φ ≈ 1.44`',
    more: [
      'do we need the proof?',
      'the recurrence and where it comes from, yes. {not the exact constant|the constant you may quote}',
    ],
  },
  {
    q: 'does an in-order traversal of **any** BST give the sorted order?',
    a: 'yes, that is just the search tree property read from left to right. {It is also the quickest test for a broken tree|which makes it a handy `isValid()`}',
  },
  {
    q: 'is checking `left.key < key < right.key` at every node enough to verify a BST?',
    a: 'no! the whole left subtree has to be smaller. {carry a range (min, max) down|pass down the allowed interval}. `5 → left 3 → right 9` passes your test and is wrong',
    wrong: 'yes, by induction',
  },
  {
    q: 'why red-black trees in libraries and not AVL? AVL is flatter',
    a: 'fewer rotations per update: at most 2 for insertion and 3 for deletion, and the colour fits in one bit. {lookups are a bit slower|for read-heavy use AVL can win}',
  },
  {
    q: 'what is the black height good for?',
    a: 'every path from a node to the leaves has the same number of black nodes, and red ones never follow each other. {so the longest path is at most twice the shortest|that gives height ≤ 2 log(n+1)}',
    wrong: 'it is the height of the tree without the leaves',
  },
  {
    q: 'how many different BSTs are there with keys 1..n?',
    a: 'the Catalan number `C(2n, n)/(n+1)`: 1, 2, 5, 14, 42, … {choose the root, multiply the sides|the recurrence sums over the root}',
    wrong: 'n!, one for each insertion order',
    more: [
      'but different orders give the same tree?',
      'exactly, `2, 1, 3` and `2, 3, 1` do. that is why it is less than n!',
    ],
  },
  {
    q: 'B-trees: is the order the minimum or the maximum number of children?',
    a: 'depends on the book, sadly. **ours**: minimum degree t, so nodes have t−1 to 2t−1 keys. {the root may have fewer|only the root may go below}',
  },
  {
    q: 'why do databases use B-trees and not binary ones?',
    a: 'a disk read fetches a whole page. with 500 keys per node a billion keys need 4 reads, {a binary tree would need about 30|instead of about 30}',
  },
  {
    q: 'how do I store the rank in a tree, so `select(k)` is `O(log n)`?',
    a: 'keep the size of the subtree in each node, and update it on insertion, deletion and **rotation**. {rotation is where everyone forgets it|don’t forget the rotations}',
    wrong: 'store the rank directly in the node',
    more: ['why not the rank itself?', 'because one insertion would change the ranks of up to n nodes'],
  },
  {
    q: 'inserting sorted keys makes my BST a list. does shuffling really help?',
    a: 'yes, for a random order the expected height is `O(log n)`, about `2.99 log₂ n`. {but keys rarely arrive in random order|you can only do that if you have them all in advance}',
  },
  {
    q: 'are rotations `O(1)`? {the subtrees are huge|}',
    a: 'yes, only three pointers (and the parent) change, subtrees move as a whole',
    wrong: '`O(log n)`, all levels shift',
  },
  {
    q: 'can I reconstruct a tree from pre-order alone?',
    a: 'a **search** tree yes: in-order is the sorted keys. a general binary tree needs in-order too. {pre + post is not enough either|pre- and post-order together are not enough in general}',
    wrong: 'yes, root first, then recurse',
  },
  {
    q: 'how many rotations can one AVL **deletion** cause?',
    a: 'up to `O(log n)`, on every level of the way up. {insertion needs at most one single or double rotation|for insertion one is enough}',
    wrong: 'one, like insertion',
  },
  {
    q: 'what does a treap do that AVL does not?',
    a: 'it balances by random priorities, so no cases at all: insert like a BST, rotate up like a heap. expected height `O(log n)`',
  },
];
