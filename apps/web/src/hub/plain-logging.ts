/** Stands in for `lib0/logging`, of which Yjs uses this much: warnings in plain words, without colours. */
export const print = (...words: unknown[]): void => console.log(...words.filter((word) => word !== PLAIN));
export const warn = (...words: unknown[]): void => console.warn(...words.filter((word) => word !== PLAIN));

/** The signs that change how the next word looks. */
const PLAIN = null;

export { PLAIN as BOLD, PLAIN as ORANGE, PLAIN as RED, PLAIN as UNBOLD };
