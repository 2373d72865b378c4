/** A stretch that both lists have, or that one of them has alone, by places in the lists, ends excluded. */
export interface Edit {
  readonly kind: 'same' | 'added' | 'removed';
  readonly from: number;
  readonly to: number;
}

/** Differences that are looked for at most: the work grows with their square. More of them are told as one. */
const MOST_DIFFERENCES = 600;

/**
 * How one list becomes another with as little as can be (Myers, "An O(ND) Difference Algorithm", 1986). Places of
 * `same` and `added` are those in `after`, of `removed` those in `before`. Lists that are too different are told as
 * their common beginning and end, with everything between them removed and added.
 */
export function shortestEdit(before: readonly string[], after: readonly string[]): Edit[] {
  let begin = 0;
  while (begin < before.length && begin < after.length && before[begin] === after[begin]) begin += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - begin;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = between(
    before.slice(begin, before.length - tail),
    after.slice(begin, after.length - tail),
    begin,
  );
  return joined([
    { kind: 'same', from: 0, to: begin },
    ...middle,
    { kind: 'same', from: after.length - tail, to: after.length },
  ]);
}

function between(a: readonly string[], b: readonly string[], offset: number): Edit[] {
  const all: Edit[] = [
    { kind: 'removed', from: offset, to: offset + a.length },
    { kind: 'added', from: offset, to: offset + b.length },
  ];
  if (a.length === 0 || b.length === 0) return all;
  const trace = search(a, b);
  return trace === null ? all : backtrack(a, b, trace, offset);
}

/** For each number of differences, how far one comes on each diagonal; null when there are too many. */
function search(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const most = Math.min(a.length + b.length, MOST_DIFFERENCES);
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    trace.push(furthest.slice(most - d, most + d + 3));
    for (let k = -d; k <= d; k += 2) {
      const at = most + 1 + k;
      const isDown = k === -d || (k !== d && furthest[at - 1]! < furthest[at + 1]!);
      let x = isDown ? furthest[at + 1]! : furthest[at - 1]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest[at] = x;
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return null;
}

function backtrack(a: readonly string[], b: readonly string[], trace: Int32Array[], offset: number): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    // The slice for `d` begins one diagonal below `-d`.
    const row = trace[d]!;
    const reach = (k: number): number => row[k + d + 1]!;
    const k = x - y;
    const isDown = k === -d || (k !== d && reach(k - 1) < reach(k + 1));
    const before = isDown ? k + 1 : k - 1;
    const [fromX, fromY] = d === 0 ? [0, 0] : [reach(before), reach(before) - before];
    const matched = d === 0 ? x : Math.min(x - fromX, y - fromY);
    const steps = d === 0 ? matched : isDown ? x - fromX : y - fromY;
    if (steps > 0) edits.push({ kind: 'same', from: offset + y - steps, to: offset + y });
    x -= steps;
    y -= steps;
    if (d === 0) break;
    if (isDown) edits.push({ kind: 'added', from: offset + y - 1, to: offset + y });
    else edits.push({ kind: 'removed', from: offset + x - 1, to: offset + x });
    [x, y] = [fromX, fromY];
  }
  return edits.reverse();
}

/** Stretches of one kind together; where both change, what went stands before what came. */
function joined(edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  let removed: Edit | null = null;
  let added: Edit | null = null;
  const flush = () => {
    if (removed) result.push(removed);
    if (added) result.push(added);
    removed = null;
    added = null;
  };
  for (const edit of edits) {
    if (edit.from === edit.to) continue;
    if (edit.kind === 'removed') removed = removed === null ? edit : { ...(removed as Edit), to: edit.to };
    else if (edit.kind === 'added') added = added === null ? edit : { ...(added as Edit), to: edit.to };
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') result[result.length - 1] = { ...last, to: edit.to };
      else result.push(edit);
    }
  }
  flush();
  return result;
}
