import { useInsertionEffect, useRef, useState } from 'react';

type Methods = { readonly [name: string]: (...args: never[]) => unknown };

/** An object of functions that never changes and always calls the newest ones: for the properties of memoised rows. */
export function useStableMethods<T extends { [K in keyof T]: (...args: never[]) => unknown }>(methods: T): T {
  const newest = useRef<Methods>(methods as Methods);
  useInsertionEffect(() => {
    newest.current = methods as Methods;
  });
  const [stable] = useState(() =>
    Object.fromEntries(
      Object.keys(methods).map((name) => [name, (...args: never[]) => newest.current[name]!(...args)]),
    ),
  );
  return stable as T;
}
