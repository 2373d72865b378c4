import { noteToHtml, noteToMarkdown } from '@lectern/rich-text/notes';
import { expect, test } from 'vitest';
import { noteWords } from '../../words/notes.ts';
import { readNoteFile } from './read-note-file.ts';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);
const read = async (name: string, content: string | Uint8Array<ArrayBuffer>) => {
  const found = await readNoteFile(file(name, content));
  if (typeof found === 'string') throw new Error(found);
  return found;
};
const said = (blocks: readonly { id: string }[]) => blocks.map(({ id: _, ...block }) => block);

test('Markdown and web pages are read, with their first heading as the title', async () => {
  const markdown = '# Week 3\n\nA *sequence*.\n\n- [x] done\n\n![graph](https://example.org/a.png)\n';
  const note = await read('week.md', markdown);
  expect(note).toMatchObject({ name: 'week.md', title: 'Week 3', pictures: 1 });
  expect(note.body.blocks[0]).toMatchObject({ t: 'p' });
  const page = await read(
    'Week_4.HTML',
    '<h2>Aim</h2><p>Words<script>alert(1)</script></p><img src=x onerror=alert(1)>',
  );
  expect(page).toMatchObject({ title: 'Week 4', pictures: 1 });
  expect(JSON.stringify(page.body)).not.toContain('alert');
});

test('what was saved from a note comes back as it was', async () => {
  const { body } = await read(
    'a.md',
    '## Aim\n\n**Bold** and $x^2$.\n\n1. one\n2. two\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nlet x = 1;\n```\n\n---\n',
  );
  const again = await read('Week.md', noteToMarkdown({ title: 'Week 5', body }));
  expect(again.title).toBe('Week 5');
  expect(said(again.body.blocks)).toEqual(said(body.blocks));
  const page = await read('Week.html', noteToHtml({ title: 'Week 5', body, tones: noteWords.tones }));
  expect(page.title).toBe('Week 5');
  expect(page.body.blocks.map(({ t }) => t)).toEqual(body.blocks.map(({ t }) => t));
});

test('what is no note says why', async () => {
  expect(await readNoteFile(file('a.pdf', '%PDF'))).toBe('kind');
  expect(await readNoteFile(file('a.md', new Uint8Array([0x89, 0x50, 0xff, 0xfe])))).toBe('text');
  expect(await readNoteFile(file('a.md', 'a\0b'))).toBe('text');
  expect(await readNoteFile(file('a.md', ' \n\n'))).toBe('empty');
  expect(await readNoteFile(file('a.html', '<script>1</script>'))).toBe('empty');
  expect(await readNoteFile(file('a.md', 'word '.repeat(50_000)))).toBe('too-large');
  expect(await readNoteFile(file('a.html', new Uint8Array(8_000_001)))).toBe('too-large');
});

test('UTF-16 is read where the file says that it is', async () => {
  const bytes = new Uint8Array([
    0xff,
    0xfe,
    ...[...'Größe'].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
  ]);
  expect((await read('a.txt', bytes)).body.blocks[0]).toMatchObject({ c: [{ s: 'Größe' }] });
});
