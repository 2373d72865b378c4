import type { SearchHit } from '@lectern/contracts';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { fullMoment, stamp } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** One hit: who, where, when, and the words around the match. It leads to the message in its context. */
export function SearchResult({ hit, found }: { hit: SearchHit; found: FoundChannel | null }) {
  return found ? <Known hit={hit} found={found} /> : null;
}

function Known({ hit, found }: { hit: SearchHit; found: FoundChannel }) {
  const people = usePeople(found.course.id);
  const now = useNow();
  const { message } = hit;
  const name = people.nameOf(message.author);
  return (
    <li>
      <Link
        href={`/c/${message.channel}/m/${message.seq}`}
        className="flex gap-3 rounded-card px-3 py-2.5 hover:bg-hover"
      >
        <Avatar id={message.author} name={name} size={32} />
        <span className="min-w-0 grow">
          <span className="flex min-w-0 items-baseline gap-2">
            <bdi className="name truncate font-semibold">{name}</bdi>
            <span className="min-w-0 shrink-[2] truncate text-small text-muted">
              <bdi>#{found.entry.name}</bdi>
            </span>
            <time
              dateTime={new Date(message.at).toISOString()}
              data-tip={fullMoment(message.at)}
              className="ms-auto shrink-0 text-meta text-muted"
            >
              {stamp(message.at, now)}
            </time>
          </span>
          <span dir="auto" className="line-clamp-3 block text-soft wrap-anywhere">
            {highlighted(hit.snippet, hit.marks) || words.messages.deleted}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** The snippet with its matches marked. Marks may touch or overlap; what is out of range is left out. */
function highlighted(text: string, marks: SearchHit['marks']): ReactNode {
  if (!text) return null;
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const [from, length] of [...marks].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(done, from);
    const end = Math.min(text.length, from + length);
    if (end <= start) continue;
    pieces.push(
      <Fragment key={start}>
        {text.slice(done, start)}
        <mark className="rounded-[3px] bg-highlight px-px text-text">{text.slice(start, end)}</mark>
      </Fragment>,
    );
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces;
}
