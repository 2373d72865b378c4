/** What has been typed of a mention, an emoji or a command. */
export interface Begun {
  readonly kind: 'mention' | 'emoji' | 'command';
  /** All of it, with its sign. */
  readonly typed: string;
  readonly query: string;
  /** A short code with its second colon. */
  readonly closed: boolean;
}

/** `@` and the beginning of a name, which stands at a word's beginning. */
const MENTION = /(?:^|[\s([{"'“„])(@([\p{L}\p{N}._-]{0,30}(?: [\p{L}\p{N}._-]{1,20})?))$/u;

/** A colon and the beginning of a short code: two characters at least, for `:)` and `a:b` are not meant. */
const EMOJI = /(?:^|[\s([{"'“„])(:([a-z0-9_+-]{2,30})(:?))$/iu;

/** What the text before the caret ends in, or null. @param isFirst nothing stands before this text */
export function begunIn(before: string, isFirst = false): Begun | null {
  const command = isFirst ? /^\/([a-z]*)$/i.exec(before) : null;
  if (command) return { kind: 'command', typed: before, query: command[1]!.toLowerCase(), closed: false };
  const mention = MENTION.exec(before);
  if (mention) return { kind: 'mention', typed: mention[1]!, query: mention[2]!, closed: false };
  const emoji = EMOJI.exec(before);
  if (!emoji) return null;
  return { kind: 'emoji', typed: emoji[1]!, query: emoji[2]!.toLowerCase(), closed: emoji[3] !== '' };
}
