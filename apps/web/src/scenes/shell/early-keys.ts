/**
 * The keys of the shell come a moment after it. Those that open something are kept until then, and the browser does not
 * take them for its own.
 */
let kept: KeyboardEvent | null = null;

const keep = (event: KeyboardEvent): void => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || !/^[fk]$/i.test(event.key))
    return;
  event.preventDefault();
  kept = event;
};
addEventListener('keydown', keep);

/** Gives the last of them to those who have come for them. */
export function handOverKeys(): void {
  removeEventListener('keydown', keep);
  if (kept !== null) document.body.dispatchEvent(new KeyboardEvent('keydown', kept));
  kept = null;
}
