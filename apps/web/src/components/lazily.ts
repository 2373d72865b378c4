import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** Code that could not be fetched is asked for again after this long, once the server answers at all. */
const ASK_AGAIN_MS = 3_000;
/** So often it is asked for. Firefox goes on failing once it has failed: only a reload helps there, and the page says so. */
const TRIES = 3;

/**
 * A component whose code is loaded when it is first drawn: `lazily(() => import('./x.tsx'), (x) => x.Scene)`. While it
 * cannot be had, what is drawn in its place stays, and the rest of the page with it.
 */
export const lazily = <Module, Props>(
  load: () => Promise<Module>,
  pick: (module: Module) => ComponentType<Props>,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(async () => ({ default: pick(await whenItCanBeHad(load)) }));

async function whenItCanBeHad<Module>(load: () => Promise<Module>, tries = TRIES): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (tries === 1) throw error;
    do await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    while (!(await serverAnswers()));
    // The styles that come with it are asked for once only, by their elements.
    for (const link of document.querySelectorAll<HTMLLinkElement>('[rel=stylesheet]'))
      if (link.sheet === null) link.setAttribute('href', link.href);
    return whenItCanBeHad(load, tries - 1);
  }
}

const serverAnswers = (): Promise<boolean> =>
  fetch('/healthz').then(
    () => true,
    () => false,
  );
