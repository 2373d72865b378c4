/** What a run of text can be. A run carries its marks as a bit set, so that a plain one costs two keys. */
export const textMarks = { bold: 1, italic: 2, strike: 4, code: 8 } as const;
