import { useSyncExternalStore } from 'react';
import { usePage } from '../hub/hub-context.tsx';
import type { UnsavedOp } from '../hub/unsaved.ts';

/** Ops of this page that the hub has not confirmed, or that no view shows yet. */
export function useUnsaved(): readonly UnsavedOp[] {
  const { unsaved } = usePage();
  return useSyncExternalStore(unsaved.subscribe, unsaved.list);
}
