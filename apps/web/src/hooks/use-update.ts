import { useSyncExternalStore } from 'react';
import { update } from '../hub/service-worker-client.ts';

/** Whether a newer version waits for a reload. */
export const useUpdateReady = (): boolean => useSyncExternalStore(update.subscribe, update.isReady);
