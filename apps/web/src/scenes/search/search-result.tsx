import type { SearchHit } from '@lectern/contracts';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { fullMoment, stamp } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { messageAddress } from '../channel/addresses.ts';
import { snippetPieces } from './snippet-pieces.ts';

/** One hit: who, where, when, and the words around the match. It leads to the message in its context. */
export function SearchResult({ hit, found }: { hit: SearchHit; found: FoundChannel | null }) {
  return found ? <Known hit={hit} found={found} /> : null;
}

function Known({ hit, found }: { hit: SearchHit; found: FoundChannel }) {
  const people = usePeople(found.course.id);
  const now = useNow();
  const { message } = hit;
  const name = people.nameOf(message.author);
  const pieces = snippetPieces(hit, people.nameOf);
  return (
    <li>
      <Link
        href={messageAddress(message.channel, message)}
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
            {pieces.map(({ text, marked }, at) =>
              marked ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a hit stay in their order
                <mark key={at} className="rounded-[3px] bg-highlight px-px text-text">
                  {text}
                </mark>
              ) : (
                text
              ),
            )}
            {pieces.length === 0 && words.messages.deleted}
          </span>
        </span>
      </Link>
    </li>
  );
}
