import type { MakeExercise } from '../kinds.ts';
import { array, code, distinct, slipped } from './numbers.ts';

interface Node {
  readonly key: number;
  left: Node | null;
  right: Node | null;
}

function insert(root: Node | null, key: number): Node {
  if (root === null) return { key, left: null, right: null };
  if (key < root.key) root.left = insert(root.left, key);
  else root.right = insert(root.right, key);
  return root;
}
const treeOf = (keys: readonly number[]): Node | null =>
  keys.reduce<Node | null>((root, key) => insert(root, key), null);
const heightOf = (root: Node | null): number =>
  root === null ? -1 : 1 + Math.max(heightOf(root.left), heightOf(root.right));
const preOrder = (root: Node | null): number[] =>
  root === null ? [] : [root.key, ...preOrder(root.left), ...preOrder(root.right)];
const postOrder = (root: Node | null): number[] =>
  root === null ? [] : [...postOrder(root.left), ...postOrder(root.right), root.key];
const leavesOf = (root: Node | null): number =>
  root === null ? 0 : Math.max(1, leavesOf(root.left) + leavesOf(root.right));

const height: MakeExercise = (random) => {
  const keys = distinct(random, random.between(7, 10), 1, 99);
  const root = treeOf(keys);
  return {
    task: `the height of the search tree after inserting ${array(keys)}`,
    right: code(heightOf(root)),
    wrong: code(heightOf(root) + 1),
    why: `height counts **edges** on the longest path, with ${leavesOf(root)} leaves to check`,
  };
};

const traversal: MakeExercise = (random) => {
  const keys = distinct(random, random.between(6, 9), 1, 99);
  const { name, right, wrong } = random.pick([
    { name: 'pre-order', right: preOrder(treeOf(keys)), wrong: keys },
    { name: 'post-order', right: postOrder(treeOf(keys)), wrong: [...preOrder(treeOf(keys))].reverse() },
  ]);
  return {
    task: `the ${name} of the tree built from ${array(keys)}`,
    right: array(right),
    wrong: array(array(wrong) === array(right) ? slipped(random, right) : wrong),
    why:
      name === 'pre-order'
        ? 'root first, then the **whole** left subtree, then the right one'
        : 'left subtree, right subtree, root last. it is not the pre-order backwards',
  };
};

const successor: MakeExercise = (random) => {
  const keys = distinct(random, random.between(8, 10), 1, 99);
  const sorted = [...keys].sort((x, y) => x - y);
  const place = sorted.indexOf(keys[0]!);
  // With one child or none it is that child that moves up, and no successor is looked for.
  if (place === 0 || place === sorted.length - 1) return height(random);
  return {
    task: `the new root after deleting ${keys[0]} from the tree of ${array(keys)}`,
    right: code(sorted[place + 1]!),
    wrong: code(sorted[place + 2] ?? sorted[place - 1] ?? sorted[place + 1]! + 1),
    why: 'the successor moves up: one step right, then left as far as it goes',
  };
};

const smallestAvl: MakeExercise = (random) => {
  const h = random.between(3, 9);
  const least = [1, 2];
  for (let i = 2; i <= h; i++) least.push(least[i - 1]! + least[i - 2]! + 1);
  return {
    task: `the smallest number of nodes of an AVL tree of height ${h}`,
    right: code(least[h]!),
    wrong: code(2 ** h),
    why: `\`N(h) = N(h−1) + N(h−2) + 1\`, so ${least[h - 1]} + ${least[h - 2]} + 1`,
  };
};

const rotation: MakeExercise = (random) => {
  const [a, b, c] = distinct(random, 3, 1, 99).sort((x, y) => x - y) as [number, number, number];
  const shape = random.pick([
    { order: [a, b, c], name: 'a single left rotation' },
    { order: [c, b, a], name: 'a single right rotation' },
    { order: [a, c, b], name: 'a right-left double rotation' },
    { order: [c, a, b], name: 'a left-right double rotation' },
  ]);
  return {
    task: `what an AVL tree does on inserting ${shape.order.join(', ')}`,
    right: `${shape.name}, root ${b}`,
    wrong: shape.name.startsWith('a single')
      ? `a double rotation, root ${b}`
      : `a single rotation, root ${shape.order[1]}`,
    why: shape.name.startsWith('a single')
      ? 'the three lie on a straight line, so one rotation is enough'
      : 'they form a zigzag, so the lower pair has to be straightened first',
  };
};

const catalan: MakeExercise = (random) => {
  const n = random.between(3, 8);
  const counts = [1, 1, 2, 5, 14, 42, 132, 429, 1_430];
  return {
    task: `the number of search trees with the keys 1 to ${n}`,
    right: code(counts[n]!),
    wrong: code(2 ** n),
    why: `sum over the root: ${Array.from({ length: n }, (_, i) => `${counts[i]}·${counts[n - 1 - i]}`).join(' + ')}`,
  };
};

const pages: MakeExercise = (random) => {
  const t = random.pick([10, 50, 100, 128, 250]);
  const h = random.between(2, 3);
  return {
    task: `the least number of keys in a B-tree with t = ${t} and height ${h}`,
    right: code((2 * t ** h - 1).toLocaleString('en')),
    wrong: code(((t - 1) * t ** h).toLocaleString('en')),
    why: 'the root may have a single key, so it is `2·t^h − 1`',
  };
};

export const exercises05: readonly MakeExercise[] = [
  height,
  traversal,
  traversal,
  successor,
  smallestAvl,
  rotation,
  catalan,
  pages,
];
