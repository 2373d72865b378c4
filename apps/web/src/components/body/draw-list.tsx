import type { ListItem } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { type Drawing, drawLine } from './draw-inline.tsx';

/**
 * Items with their depths, as lists inside of lists: an item owns the deeper ones behind it, and where bullets change to
 * numbers at the same depth another list begins.
 */
export function drawList(items: readonly ListItem[], drawing: Drawing): ReactNode[] {
  const lists: ReactNode[] = [];
  for (let at = 0; at < items.length; ) {
    const end = endOfList(items, at);
    lists.push(drawOne(items.slice(at, end), at, drawing));
    at = end;
  }
  return lists;
}

function drawOne(items: readonly ListItem[], key: number, drawing: Drawing): ReactNode {
  const drawn: ReactNode[] = [];
  for (let at = 0; at < items.length; ) {
    let end = at + 1;
    while (end < items.length && depth(items[end]!) > depth(items[at]!)) end++;
    drawn.push(
      <li key={at} dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        {drawLine(items[at]!.c, drawing)}
        {end > at + 1 && drawList(items.slice(at + 1, end), drawing)}
      </li>,
    );
    at = end;
  }
  return items[0]!.n ? (
    <ol key={key} className="list-decimal ps-6">
      {drawn}
    </ol>
  ) : (
    <ul key={key} className="list-disc ps-6">
      {drawn}
    </ul>
  );
}

/** Where the list that begins here ends: at an item that stands further out, or beside it and is of the other kind. */
function endOfList(items: readonly ListItem[], from: number): number {
  const first = items[from]!;
  let at = from + 1;
  while (
    at < items.length &&
    (depth(items[at]!) > depth(first) || (depth(items[at]!) === depth(first) && items[at]!.n === first.n))
  )
    at++;
  return at;
}

const depth = ({ d = 0 }: ListItem): number => d;
