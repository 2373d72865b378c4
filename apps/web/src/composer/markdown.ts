import {
  BOLD_ITALIC_STAR,
  BOLD_STAR,
  CODE,
  INLINE_CODE,
  ITALIC_UNDERSCORE,
  LINK,
  ORDERED_LIST,
  QUOTE,
  STRIKETHROUGH,
  type Transformer,
  UNORDERED_LIST,
} from '@lexical/markdown';

/** The Markdown that is understood, while it is typed and when it is pasted: what a body can hold. */
export const transformers: Transformer[] = [
  CODE,
  QUOTE,
  UNORDERED_LIST,
  ORDERED_LIST,
  BOLD_ITALIC_STAR,
  BOLD_STAR,
  ITALIC_UNDERSCORE,
  STRIKETHROUGH,
  INLINE_CODE,
  LINK,
];

/** Whether a text was written as Markdown: one sign of it that hardly stands in other texts. */
export const looksLikeMarkdown = (text: string): boolean =>
  /^(?:```|> |[-*+] \S|\d{1,3}\. \S)/m.test(text) ||
  /\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*|~~[^\s~](?:[^~\n]*[^\s~])?~~|(?<!`)`[^`\n]+`(?!`)|\[[^\]\n]+\]\(https?:\/\/[^)\s]+\)/.test(
    text,
  );
