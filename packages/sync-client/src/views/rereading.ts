/** Reads what a view shows from the store, at once and again whenever it is told to look. */
export interface Rereading {
  /** Reads again; what is asked while a reading is under way is one more reading. */
  look(): void;
  close(): void;
}

/**
 * Never two readings at a time, so that an older one cannot end last. `changed` is called after each.
 * @param read answers false when what it has read is of nobody any more, because another person came: it reads again
 */
export function rereading(
  read: () => Promise<boolean>,
  changed: () => void,
  onFault: (error: unknown) => void,
): Rereading {
  let reading = false;
  let again = false;
  let closed = false;
  const run = async (): Promise<void> => {
    reading = true;
    do {
      again = false;
      // What cannot be read leaves what was shown, until the next look.
      const ofNow = await read().catch((error: unknown) => {
        onFault(error);
        return true;
      });
      if (!ofNow) again = true;
      else if (!closed) changed();
    } while (again && !closed);
    reading = false;
  };
  const look = (): void => {
    if (reading) again = true;
    else if (!closed) run();
  };
  look();
  return {
    look,
    close: () => {
      closed = true;
    },
  };
}
