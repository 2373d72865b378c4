import type { Hub } from '@lectern/sync-client';
import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { UnsavedOps } from './unsaved.ts';
import { ViewStore } from './view-store.ts';

/** The hub and what this page keeps around it. */
export interface Page {
  readonly hub: Hub;
  readonly views: ViewStore;
  readonly unsaved: UnsavedOps;
}

export function HubProvider({ hub, children }: { hub: Hub; children: ReactNode }) {
  const page = useMemo<Page>(() => ({ hub, views: new ViewStore(hub), unsaved: new UnsavedOps(hub) }), [hub]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (page.unsaved.atRisk) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [page]);
  return <PageContext value={page}>{children}</PageContext>;
}

export function usePage(): Page {
  const page = use(PageContext);
  if (!page) throw new Error('usePage must stand under HubProvider');
  return page;
}

const PageContext = createContext<Page | null>(null);
