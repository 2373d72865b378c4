import { isTombstone, type MessageRecord } from '@lectern/contracts';
import { type NameOf, plainText } from '@lectern/rich-text';
import { PROVISIONAL_SEQ } from '@lectern/sync-client';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { cx } from '../../components/class-names.ts';
import { useNow } from '../../hooks/use-now.ts';
import { fullMoment, stamp } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** A message in a list beside its conversation: who, when, how it begins. It leads to its place. */
export function MarkedMessage({
  record,
  href,
  nameOf,
  where,
  note,
  action,
  onGo,
}: {
  record: MessageRecord;
  href: string;
  nameOf: NameOf;
  /** Stands beside the name, such as a channel. */
  where?: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  onGo?: () => void;
}) {
  const now = useNow();
  // What waits here has no place yet, and is on screen anyway.
  const isPlaced = record.seq < PROVISIONAL_SEQ;
  const at = isPlaced || isTombstone(record) ? record.at : record.sentAt;
  const inner = (
    <>
      <span className="flex min-w-0 items-baseline gap-2">
        <bdi className="name min-w-0 truncate text-small font-semibold">{nameOf(record.author)}</bdi>
        {where}
        <time
          dateTime={new Date(at).toISOString()}
          data-tip={fullMoment(at)}
          className="ms-auto shrink-0 text-meta text-muted"
        >
          {stamp(at, now)}
        </time>
      </span>
      <span
        dir="auto"
        className={cx('line-clamp-3 block wrap-anywhere', isTombstone(record) ? 'text-muted' : 'text-soft')}
      >
        {isTombstone(record)
          ? words.messages.deleted
          : plainText(record.body, nameOf).slice(0, MOST_CHARACTERS)}
      </span>
      {note && <span className="block truncate text-meta text-muted">{note}</span>}
    </>
  );
  const className = 'block min-w-0 grow rounded-control px-2 py-1.5 coarse:min-h-11';
  return (
    <li className="flex items-start gap-1">
      {isPlaced ? (
        <Link href={href} {...(onGo && { onClick: onGo })} className={cx(className, 'hover:bg-hover')}>
          {inner}
        </Link>
      ) : (
        <div className={className}>{inner}</div>
      )}
      {action}
    </li>
  );
}

/** More than three lines can show is not worth drawing. */
const MOST_CHARACTERS = 400;
