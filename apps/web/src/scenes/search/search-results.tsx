import { MAX_QUERY_LENGTH, type SearchOrder } from '@lectern/contracts';
import { parseQuery } from '@lectern/rich-text/search';
import type { StoredHistoryView } from '@lectern/sync-client';
import { type KeyboardEvent, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icons.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { searchWords } from '../../words/search.ts';
import { words } from '../../words/words.ts';
import { SearchResult } from './search-result.tsx';
import { type Search, useSearch } from './use-search.ts';

/** The answer of device and server to one query. */
export function SearchResults({
  q,
  order,
  onOpen,
}: {
  q: string;
  order: SearchOrder;
  /** A hit is opened. */
  onOpen: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const search = useSearch(q, order, () => rowsInView(list.current));
  const sidebar = useSidebar();
  const stored = useView('storedHistory', null);
  const { shown, phase } = search;
  const { faults } = parseQuery(q);
  const waiting = shown.length === 0 && phase !== 'done';
  return (
    <section aria-label={searchWords.title} className="flex flex-col gap-1">
      {/* The box and the address take no more than this: what reaches it was cut off, or is about to be. */}
      {q.length >= MAX_QUERY_LENGTH && <Fault>{searchWords.tooLong(MAX_QUERY_LENGTH)}</Fault>}
      {faults.map(({ why, piece }) => (
        <Fault key={piece}>{searchWords.faults[why](piece)}</Fault>
      ))}
      <Said search={search} stored={stored} />
      {waiting && <SkeletonRows count={6} label={words.common.loading} />}
      {shown.length === 0 && !waiting && (
        <Nothing elsewhere={search.server === 'offline' && stored?.state !== 'whole'} />
      )}
      {shown.length > 0 && (
        <ul ref={list} className="-mx-3 flex flex-col" onKeyDown={stepBetweenLinks} onClick={onOpen}>
          {shown.map((hit) => (
            <SearchResult key={hit.message.id} hit={hit} found={findChannel(sidebar, hit.message.channel)} />
          ))}
        </ul>
      )}
      {(search.moreHere || search.cursor !== null) && (
        <Button busy={phase !== 'done'} onClick={search.showMore} className="self-center">
          {searchWords.more}
        </Button>
      )}
    </section>
  );
}

/** One line that says what the answer is and what it covers. */
function Said({ search, stored }: { search: Search; stored: StoredHistoryView | undefined }) {
  const { shown, held, mended, server, behind, moreHere, cursor } = search;
  const now = useNow();
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 text-small text-muted coarse:min-h-11">
      <p role="status">
        {mended.map(({ typed, meant }) => (
          <span key={typed} className="text-text">
            {searchWords.mended(typed, meant)}{' '}
          </span>
        ))}
        {shown.length > 0 && searchWords.results(shown.length, moreHere || cursor !== null)}{' '}
        {server === 'offline' ? searchWords.coversOffline(stored, now) : searchWords.covers[server]}
        {behind && ` ${searchWords.behind}`}
      </p>
      {held.length > 0 && (
        <Button size="small" kind="quiet" onClick={search.showHeld}>
          {searchWords.held(held.length)}
        </Button>
      )}
    </div>
  );
}

/** @param elsewhere there may be something where nobody can look now */
function Nothing({ elsewhere }: { elsewhere: boolean }) {
  return (
    <EmptyState
      icon={elsewhere ? 'device' : 'search'}
      title={elsewhere ? searchWords.noneHere : searchWords.none}
      lead={elsewhere ? searchWords.noneHereLead : searchWords.noneLead}
    />
  );
}

function Fault({ children }: { children: string }) {
  return (
    <p className="flex gap-1.5 text-small text-soft">
      <Icon name="warning" size={16} className="mt-px shrink-0 text-warning-text" />
      <span className="wrap-anywhere">{children}</span>
    </p>
  );
}

function rowsInView(list: HTMLUListElement | null): number {
  const rows = [...(list?.children ?? [])];
  return rows.filter((row) => row.getBoundingClientRect().top < window.innerHeight).length;
}

/** Arrows go from one result to the next; up from the first goes back to the line. */
function stepBetweenLinks(event: KeyboardEvent<HTMLUListElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const next = links.indexOf(document.activeElement as HTMLAnchorElement) + by;
  const target = next < 0 ? document.querySelector<HTMLElement>('input[type=search]') : links[next];
  target?.focus();
  event.preventDefault();
}
