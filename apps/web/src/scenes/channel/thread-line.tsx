import type { Replies, UserId } from '@lectern/contracts';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { fullMoment, when } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** Faces beside the count: a few say that people talk there. */
const FACES = 3;

/** Under the first message of a thread: who replied, how many replies, when the last came, and the way to them. */
export function ThreadLine({
  replies,
  fresh,
  href,
  onOpen,
  nameOf,
}: {
  replies: Replies;
  /** Replies that are new to this person. */
  fresh: number;
  href: string;
  onOpen: () => void;
  nameOf: (user: UserId) => string;
}) {
  const now = useNow();
  return (
    <Link
      href={href}
      onClick={(event) => {
        event.preventDefault();
        onOpen();
      }}
      className="group -mx-1.5 mt-0.5 mb-0.5 flex min-h-8 w-fit max-w-full items-center gap-2 rounded-control px-1.5 text-small hover:bg-active coarse:min-h-11"
    >
      <span className="flex shrink-0 -space-x-1">
        {replies.people.slice(0, FACES).map((person) => (
          <span key={person} className="rounded-full ring-2 ring-surface">
            <Avatar id={person} name={nameOf(person)} size={20} />
          </span>
        ))}
      </span>
      <span className="shrink-0 font-medium text-accent-text">{words.threads.replies(replies.count)}</span>
      {fresh > 0 && (
        <span className="shrink-0 rounded-full bg-accent px-1.5 text-meta font-semibold text-on-accent">
          {words.threads.fresh(fresh)}
        </span>
      )}
      <time
        dateTime={new Date(replies.last.at).toISOString()}
        data-tip={fullMoment(replies.last.at)}
        className="min-w-0 truncate text-meta text-muted"
      >
        {words.threads.last(when(replies.last.at, now))}
      </time>
    </Link>
  );
}
