import type { ViewName, Views } from './port.ts';

/** Values of one watched view are sent at most this often, in milliseconds: once a frame. The first goes at once. */
const FRAME_MS = 16;

/** One watched view: reads its present value, or undefined while there is none yet. */
export interface OpenView<Value> {
  read(): Value | undefined;
  /** Values that say the same are one object: to tell them apart they need not be looked into. */
  readonly isShared?: boolean;
  close(): void;
}
/** How each view is opened. `changed` may be called at any time, also before the opener has returned. */
export type ViewOpeners = {
  readonly [Name in ViewName]: (
    params: Views[Name]['params'],
    changed: () => void,
  ) => OpenView<Views[Name]['value']>;
};

/**
 * Opens a view and calls `onValue` with its first value and with every later one that differs. Changes within one
 * turn or one frame are one value, so that a burst of messages costs one recomputation.
 */
export function watchView<Name extends ViewName>(
  openers: ViewOpeners,
  name: Name,
  params: Views[Name]['params'],
  onValue: (value: Views[Name]['value']) => void,
): () => void {
  let closed = false;
  let scheduled = false;
  let sentAt = Number.NEGATIVE_INFINITY;
  let last: unknown;

  const send = (): void => {
    scheduled = false;
    if (closed) return;
    const value = view.read();
    if (value === undefined) return;
    const known = view.isShared ? value : JSON.stringify(value);
    if (known === last) return;
    last = known;
    sentAt = performance.now();
    onValue(value);
  };
  const schedule = (): void => {
    if (scheduled || closed) return;
    scheduled = true;
    const wait = sentAt + FRAME_MS - performance.now();
    if (wait <= 0) queueMicrotask(send);
    else setTimeout(send, wait);
  };

  const view = openers[name](params, schedule);
  schedule();
  return () => {
    if (closed) return;
    closed = true;
    view.close();
  };
}
