/**
 * What of a text can be seen. People tell names apart by looking at them: so nothing stands in a name that nobody
 * sees, a name shows something, and two names that differ in nothing that is seen are the same name.
 */

/** Characters that show nothing: those that Unicode says to ignore, and some that it counts as letters and symbols. */
const UNSEEN = '\\p{Default_Ignorable_Code_Point}\\u2800\\ufff9-\\ufffc\\u{1d159}';
const HAS_UNSEEN = new RegExp(`[${UNSEEN}]`, 'u');
const ALL_UNSEEN = new RegExp(`[${UNSEEN}]`, 'gu');

/** Scripts in which no joiner changes what is seen. */
const UNJOINED = ['Latin', 'Greek', 'Cyrillic', 'Hebrew', 'Han', 'Hiragana', 'Katakana', 'Hangul']
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** Unseen characters that change what their neighbours look like. */
const AT_WORK = new RegExp(
  [
    // Joiner and non-joiner inside words, for Persian, Arabic and the scripts of India.
    `(?<=(?![${UNJOINED}])[\\p{L}\\p{M}])[\\u200c\\u200d](?=[\\p{L}\\p{M}])`,
    // Emoji: families and trades, the coloured form, keycaps, the flags of England, Scotland and Wales.
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f]|(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
    '(?<=\\u{1f3f4})[\\u{e0020}-\\u{e007e}]+\\u{e007f}',
    // Variants of Chinese characters in names, and Mongolian letters.
    '(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]|(?<=\\p{Script=Mongolian})[\\u180b-\\u180f]',
  ].join('|'),
  'gu',
);

/** Emoji newer than this program's tables are pictographs already: Unicode has set their places aside. */
const NAMES = new RegExp(`(?![${UNSEEN}])[\\p{L}\\p{N}\\p{S}\\p{Extended_Pictographic}]`, 'u');
const VISIBLE = new RegExp(`[^\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}\\p{M}${UNSEEN}]`, 'u');

/** Whether the text shows anything: a space, an unseen character or an accent on nothing does not. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

/** Whether something stands in the text that is not seen and does nothing, marks of direction included. */
export const hidesSomething = (text: string): boolean => HAS_UNSEEN.test(text.replace(AT_WORK, ''));

/** Whether the text shows a letter, a number, a symbol or an emoji. */
export const namesSomething = (text: string): boolean => NAMES.test(text);

/** Names with the same key are the same name: in case, width, composition and unseen characters alone they may differ. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(ALL_UNSEEN, '')
    // There and back is how JavaScript folds case: `ß`, `ſ` and `ς` have their own small letters and share large ones.
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
