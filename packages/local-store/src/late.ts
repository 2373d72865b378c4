/** Methods that answer later, all of them. */
type Asynchronous<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends (...given: never[]) => Promise<unknown>
    ? Part[Name]
    : never;
};

/** A part of a store whose program is fetched when it is first used. What cannot be fetched is tried again the next time. */
export function late<Part extends Asynchronous<Part>>(load: () => Promise<Part>): Part {
  let loaded: Promise<Part> | null = null;
  const part = (): Promise<Part> => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
  return new Proxy({} as Part, {
    get:
      (_, name) =>
      async (...given: never[]) => {
        const target = await part();
        return (target[name as keyof Part] as (...given: never[]) => Promise<unknown>).apply(target, given);
      },
  });
}
