/** Fetches a program when it is first wanted, and once. What cannot be fetched is tried again the next time. */
export function once<Program>(load: () => Promise<Program>): () => Promise<Program> {
  let loaded: Promise<Program> | null = null;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      // Without a network and before everything was fetched: the next time it may be there.
      loaded = null;
      throw error;
    });
    return loaded;
  };
}

/** Methods that answer later, all of them. */
type Asynchronous<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends (...given: never[]) => Promise<unknown>
    ? Part[Name]
    : never;
};

/** A part of a store whose program is fetched when it is first used. What cannot be fetched is tried again the next time. */
export function late<Part extends Asynchronous<Part>>(load: () => Promise<Part>): Part {
  const part = once(load);
  return new Proxy({} as Part, {
    get:
      (_, name) =>
      async (...given: never[]) => {
        const target = await part();
        return (target[name as keyof Part] as (...given: never[]) => Promise<unknown>).apply(target, given);
      },
  });
}
