import * as v from 'valibot';
import type { UserId } from './ids.ts';

/** Characters of the longest emoji are far below this; what is longer is not looked at. */
const MAX_EMOJI_LENGTH = 40;
/** One emoji as people pick them (RGI: recommended for general interchange, UTS #51), and nothing beside it. */
const EMOJI = /^\p{RGI_Emoji}$/v;

/** An emoji in its one full form, so that equal pictures are equal texts. */
export const EmojiSchema = v.pipe(
  v.string(),
  v.maxLength(MAX_EMOJI_LENGTH),
  v.regex(EMOJI, 'must be one emoji'),
);

/** Whoever answered a message with one emoji, in the order in which they did. Never empty. */
export interface Reaction {
  readonly emoji: string;
  readonly by: readonly UserId[];
}
