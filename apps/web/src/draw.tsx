import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import type { Page } from './hub/page.ts';
import { registerServiceWorker } from './hub/service-worker-client.ts';

/** Draws the app into the page. */
export function draw(page: Page): void {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  );
  registerServiceWorker();
}
