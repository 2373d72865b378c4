import type { Progress } from './store.ts';

/** Of a channel of which nothing has been written. */
export const NOTHING: Progress = { cursor: null, ranges: [], begun: 0, bytes: 0 };
