/** A key that is text and nothing else: neither a command, nor a button's Space, nor the key for help. */
export const isLetter = (event: KeyboardEvent): boolean =>
  event.key.length === 1 &&
  event.key !== ' ' &&
  event.key !== '?' &&
  !event.altKey &&
  !event.ctrlKey &&
  !event.metaKey;
