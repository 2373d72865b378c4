import type { SearchOrder } from '@lectern/contracts';
import { useEffect, useRef, useState } from 'react';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { notAsked, SearchSession, type SearchState } from './search-session.ts';

export interface Search extends SearchState {
  readonly showHeld: () => void;
  readonly showMore: () => void;
}

/** The answer to a query as it comes together, see `SearchSession`; until it begins, that to the query before. */
export function useSearch(q: string, order: SearchOrder, rowsInView: () => number): Search {
  const { hub } = usePage();
  const [state, setState] = useState(notAsked);
  const session = useRef<SearchSession | null>(null);
  const look = useRef(rowsInView);
  const connection = useView('connection', null)?.state;
  const offline = connection === 'offline' || connection === 'server-down';
  const isOffline = useRef(offline);
  isOffline.current = offline;
  useEffect(() => {
    const asked = { q, order, offline: isOffline.current };
    const mine = new SearchSession(hub, asked, look.current, setState);
    session.current = mine;
    void mine.start();
    return () => mine.stop();
  }, [hub, q, order]);
  useEffect(() => session.current?.setOffline(offline), [offline]);
  return {
    ...state,
    showHeld: () => session.current?.showHeld(),
    showMore: () => void session.current?.showMore(),
  };
}
