/**
 * Words of the tools beside a text that is being written. Part of the catalogue in `words.ts`; apart, so that they are
 * loaded with them.
 */
export const formattingWords = {
  format: 'Format',
  hideFormat: 'Hide formatting',
  bold: 'Bold',
  italic: 'Italic',
  strike: 'Strikethrough',
  code: 'Code',
  link: 'Link',
  list: 'Bulleted list',
  numbers: 'Numbered list',
  quote: 'Quote',
  codeBlock: 'Code block',
  ask: 'Ask as question',
  mention: 'Mention someone',
  linkAddress: 'Address of the link',
  setLink: 'Set the link',
  removeLink: 'Remove the link',
  badLink: 'Links lead to web pages (https://…) and mailboxes.',
} as const;
