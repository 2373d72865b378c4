import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** A component whose code is loaded when it is first drawn: `lazily(() => import('./x.tsx'), (x) => x.Scene)`. */
export const lazily = <Module, Props>(
  load: () => Promise<Module>,
  pick: (module: Module) => ComponentType<Props>,
): LazyExoticComponent<ComponentType<Props>> => lazy(async () => ({ default: pick(await load()) }));
