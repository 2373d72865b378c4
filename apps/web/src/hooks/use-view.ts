import type { ViewName, Views } from '@lectern/sync-client';
import { useCallback, useSyncExternalStore } from 'react';
import { usePage } from '../hub/hub-context.tsx';

/** The present value of a hub view, or undefined until the first one has come. */
export function useView<Name extends ViewName>(
  name: Name,
  params: Views[Name]['params'],
): Views[Name]['value'] | undefined {
  const { views } = usePage();
  // Parameters are small flat objects: their text is their identity.
  const key = JSON.stringify(params);
  const subscribe = useCallback(
    (listener: () => void) => views.subscribe(name, JSON.parse(key) as Views[Name]['params'], listener),
    [views, name, key],
  );
  return useSyncExternalStore(subscribe, () => views.read(name, JSON.parse(key) as Views[Name]['params']));
}

/** Whether the value of a view was told since this page began to look; until then it may be a remembered one. */
export function useIsCurrent<Name extends ViewName>(name: Name, params: Views[Name]['params']): boolean {
  const { views } = usePage();
  const key = JSON.stringify(params);
  const subscribe = useCallback(
    (listener: () => void) => views.subscribe(name, JSON.parse(key) as Views[Name]['params'], listener),
    [views, name, key],
  );
  return useSyncExternalStore(subscribe, () =>
    views.isCurrent(name, JSON.parse(key) as Views[Name]['params']),
  );
}

/** As `useView`, but watches nothing while there are no parameters. */
export function useViewWhen<Name extends ViewName>(
  name: Name,
  params: Views[Name]['params'] | undefined,
): Views[Name]['value'] | undefined {
  const { views } = usePage();
  const key = params === undefined ? '' : JSON.stringify(params);
  const subscribe = useCallback(
    (listener: () => void) =>
      key === '' ? () => {} : views.subscribe(name, JSON.parse(key) as Views[Name]['params'], listener),
    [views, name, key],
  );
  return useSyncExternalStore(subscribe, () =>
    key === '' ? undefined : views.read(name, JSON.parse(key) as Views[Name]['params']),
  );
}
