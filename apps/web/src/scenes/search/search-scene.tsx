import { MAX_QUERY_LENGTH, type SearchHit, type SearchPage } from '@lectern/contracts';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icons.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useAsk } from '../../hooks/use-call.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { channelsInOrder, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { api } from '../../http/api.ts';
import { searchWords } from '../../words/search.ts';
import { words } from '../../words/words.ts';
import { SceneBody, SceneHeader } from '../shell/scene.tsx';
import { SearchFilters } from './search-filters.tsx';
import { SearchResult } from './search-result.tsx';

/** A pause in typing after which the search runs. */
const PAUSE_MS = 220;

/** Search over all channels one is in. Query and filters live in the address, so that back and links work. */
export function SearchScene() {
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const [text, setText] = useState(params.get('q') ?? '');
  const input = useRef<HTMLInputElement>(null);
  const q = params.get('q') ?? '';
  const channel = params.get('channel') ?? '';
  const author = params.get('author') ?? '';
  const after = params.get('after') ?? '';
  const before = params.get('before') ?? '';
  useSceneTitle(searchWords.title);

  const set = (name: string, value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => set('q', text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  const filtered = [channel, author, after, before].some(Boolean);
  return (
    <>
      <SceneHeader overColumn>
        <h1 className="sr-only">{searchWords.title}</h1>
        <search className="mx-auto flex w-full max-w-[var(--text-column)] min-w-0">
          <form
            className="relative flex min-w-0 grow items-center"
            onSubmit={(event) => {
              event.preventDefault();
              set('q', text.trim());
            }}
          >
            <Icon name="search" size={18} className="pointer-events-none absolute start-2.5 text-muted" />
            <input
              ref={input}
              type="search"
              dir="auto"
              value={text}
              maxLength={MAX_QUERY_LENGTH}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape' && text === '') navigate('/');
              }}
              placeholder={searchWords.placeholder}
              aria-label={searchWords.label}
              enterKeyHint="search"
              className="min-h-9 w-full rounded-control bg-hover ps-9 pe-9 outline-offset-[-2px] text-body coarse:min-h-11 coarse:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
            />
            {text && (
              <IconButton
                icon="close"
                iconSize={16}
                label={searchWords.clearText}
                className="absolute end-0.5"
                onClick={() => {
                  setText('');
                  set('q', '');
                  input.current?.focus();
                }}
              />
            )}
          </form>
        </search>
      </SceneHeader>
      <SceneBody className="gap-4">
        <SearchFilters
          channel={channel}
          author={author}
          after={after}
          before={before}
          onChange={set}
          onClear={filtered ? () => setParams(q ? { q } : {}, { replace: true }) : null}
        />
        {q || filtered ? (
          <Results
            key={params.toString()}
            q={q}
            channel={channel}
            author={author}
            after={after}
            before={before}
          />
        ) : (
          <Hints onPick={(example) => setText(example)} />
        )}
      </SceneBody>
    </>
  );
}

interface Query {
  q: string;
  channel: string;
  author: string;
  after: string;
  before: string;
}

function Results(query: Query) {
  const sidebar = useSidebar();
  const request = {
    q: query.q,
    channel: query.channel || undefined,
    author: query.author || undefined,
    after: query.after ? dayStart(query.after) : undefined,
    before: query.before ? dayStart(query.before, 1) : undefined,
  };
  const first = useAsk(JSON.stringify(request), () => api.search(request));
  const [more, setMore] = useState<readonly SearchPage[]>([]);
  const [busy, setBusy] = useState(false);

  if (first.state === 'asking') return <SkeletonRows count={6} label={words.common.loading} />;
  if (first.state === 'failed') {
    return (
      <EmptyState
        icon={first.problem.offline ? 'device' : 'warning'}
        title={first.problem.offline ? searchWords.offline : first.problem.message || searchWords.failed}
        {...(first.problem.offline ? { lead: searchWords.offlineLead } : {})}
      >
        <Button onClick={first.again}>{words.common.retry}</Button>
      </EmptyState>
    );
  }
  const pages = [first.value, ...more];
  const hits = pages.flatMap((page) => page.hits);
  const cursor = pages.at(-1)!.cursor;
  if (hits.length === 0)
    return <EmptyState icon="search" title={searchWords.none} lead={searchWords.noneLead} />;
  const showMore = async () => {
    setBusy(true);
    const answer = await api.search({ ...request, cursor: cursor ?? undefined });
    setBusy(false);
    if (answer.ok) setMore([...more, answer.value]);
  };
  return (
    <section aria-label={searchWords.title} className="flex flex-col gap-1">
      <p role="status" className="text-small text-muted">
        {searchWords.results(hits.length, cursor !== null)}
      </p>
      <ul className="-mx-3 flex flex-col">
        {hits.map((hit: SearchHit) => (
          <SearchResult key={hit.message.id} hit={hit} found={findChannel(sidebar, hit.message.channel)} />
        ))}
      </ul>
      {cursor !== null && (
        <Button busy={busy} onClick={showMore} className="self-center">
          {searchWords.more}
        </Button>
      )}
    </section>
  );
}

function Hints({ onPick }: { onPick: (example: string) => void }) {
  const channels = channelsInOrder(useSidebar()).length;
  return (
    <EmptyState icon="search" title={searchWords.label} lead={searchWords.hint}>
      {channels > 0 &&
        searchWords.examples.map((example) => (
          <Button key={example} size="small" onClick={() => onPick(example)}>
            {example}
          </Button>
        ))}
    </EmptyState>
  );
}

/** Local midnight that begins the day of an `<input type="date">`, `plus` days later. */
function dayStart(date: string, plus = 0): number {
  const [year, month, day] = date.split('-').map(Number);
  return new Date(year!, month! - 1, day! + plus).getTime();
}
