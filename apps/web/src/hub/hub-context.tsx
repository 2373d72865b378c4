import { createContext, type ReactNode, use, useEffect } from 'react';
import type { Page } from './page.ts';

export function HubProvider({ page, children }: { page: Page; children: ReactNode }) {
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
