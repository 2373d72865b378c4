import { MAX_QUERY_LENGTH, type SearchOrder } from '@lectern/contracts';
import { isEmptyQuery, parseQuery } from '@lectern/rich-text/search';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import { channelsInOrder, useSidebar } from '../../hooks/use-sidebar.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { searchWords } from '../../words/search.ts';
import { SceneBody, SceneHeader } from '../shell/scene.tsx';
import { FilterChips } from './filter-chips.tsx';
import { SearchBox, type SearchBoxHandle } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';

/** A pause in typing after which the search runs, in milliseconds: the device answers within the next frames. */
const PAUSE_MS = 120;

/** Search over all channels one is in. The query lives in the address, so that back and links work. */
export function SearchScene() {
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const q = (params.get('q') ?? '').slice(0, MAX_QUERY_LENGTH);
  const order: SearchOrder = params.get('order') === 'relevance' ? 'relevance' : 'newest';
  const [text, setText] = useState(q);
  const box = useRef<SearchBoxHandle>(null);
  const body = useRef<HTMLDivElement>(null);
  const remember = useRemembered();
  useSceneTitle(searchWords.title);

  const show = (next: { q?: string; order?: SearchOrder }) => {
    const { q: words, order: by } = { q, order, ...next };
    setParams(
      { ...(words ? { q: words } : {}), ...(by === 'newest' ? {} : { order: by }) },
      { replace: true },
    );
  };
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => latest.current({ q: text }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, q]);
  // Another address, by a link or by going back, is another text.
  useEffect(() => setText(q), [q]);

  return (
    <>
      <SceneHeader overColumn>
        <h1 className="sr-only">{searchWords.title}</h1>
        <SearchBox
          ref={box}
          value={text}
          onChange={setText}
          onEnter={() => {
            show({ q: text });
            remember(text);
          }}
          onLeave={() => navigate('/')}
          onDown={() => body.current?.querySelector<HTMLElement>('ul a')?.focus()}
        />
      </SceneHeader>
      <SceneBody className="gap-3">
        <div ref={body} className="contents">
          <FilterChips
            q={text}
            order={order}
            onChange={(next) => {
              setText(next);
              box.current?.focus();
            }}
            onBegin={(name) => box.current?.begin(name)}
            onOrder={(by) => show({ order: by })}
          />
          {isEmptyQuery(parseQuery(q)) ? (
            <Hints
              onPick={(next) => {
                setText(next);
                box.current?.focus();
              }}
            />
          ) : (
            <SearchResults q={q} order={order} onOpen={() => remember(q)} />
          )}
        </div>
      </SceneBody>
    </>
  );
}

/** Puts a search in front of those that are remembered. */
function useRemembered(): (q: string) => void {
  const { hub } = usePage();
  const { searches } = useSettings();
  return (q) => {
    const asked = q.trim();
    if (asked === '' || asked === searches[0]) return;
    const next = [asked, ...searches.filter((each) => each !== asked)];
    void hub.command('saveSettings', { searches: next }).catch(() => {});
  };
}

/** Before anything is asked: what was asked last, or what can be asked. */
function Hints({ onPick }: { onPick: (query: string) => void }) {
  const { searches } = useSettings();
  const channels = channelsInOrder(useSidebar()).length;
  if (searches.length > 0) {
    return (
      <section aria-labelledby="recent-searches" className="flex flex-col gap-1">
        <h2 id="recent-searches" className="text-small font-medium text-muted">
          {searchWords.recent}
        </h2>
        <ul className="-mx-3 flex flex-col">
          {searches.map((each) => (
            <li key={each}>
              <button
                type="button"
                onClick={() => onPick(each)}
                className="w-full truncate rounded-card px-3 py-1.5 text-start hover:bg-hover coarse:min-h-11"
              >
                <bdi>{each}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  }
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
