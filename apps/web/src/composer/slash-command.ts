/** A command as it was typed: its name in lower case, and what stands behind it. */
export interface TypedCommand {
  readonly name: string;
  readonly argument: string;
}

/**
 * The command that a text is, or null. It begins with a slash and a letter and has one line: a path (`/usr/bin`), two
 * slashes and a slash behind a space are text.
 */
export function commandIn(text: string): TypedCommand | null {
  const typed = /^\/([a-z]+)(?:[^\S\n]+([^\n]*))?$/i.exec(text);
  return typed === null ? null : { name: typed[1]!.toLowerCase(), argument: (typed[2] ?? '').trim() };
}
