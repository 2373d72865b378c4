import { type NoteBlock, type NoteBody, type NoteTemplate, noteTemplates } from '@lectern/contracts';
import * as Y from 'yjs';
import { writeNote } from './write-note.ts';

/**
 * What a new note begins with: one constant update for each template, under a client id that nobody else writes under.
 * A device that makes a note without a network applies it, the server applies it, and however often that happens the
 * note has it once. So these texts can never change; another text is another template.
 */
export const seedOf = (template: NoteTemplate): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = noteTemplates.indexOf(template) + 1;
  writeNote(doc, SEEDS[template]);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
};

/** Client ids of seeds: no client may write under one. */
export const isSeedClient = (client: number): boolean => client >= 1 && client <= noteTemplates.length;

const heading = (s: string, level: 1 | 2 = 2): NoteBlock => ({
  id: '',
  t: 'h',
  level,
  c: [{ t: 'text', s }],
});
const paragraph = (s?: string): NoteBlock => ({
  id: '',
  t: 'p',
  c: s === undefined ? [] : [{ t: 'text', s }],
});
const list = (mark: 'bullet' | 'open', ...items: string[]): NoteBlock => ({
  id: '',
  t: 'list',
  items: items.map((s) => ({ c: s === '' ? [] : [{ t: 'text', s }], d: 0, mark })),
});

const SEEDS: Readonly<Record<NoteTemplate, NoteBody>> = {
  blank: { blocks: [paragraph()] },
  lecture: {
    blocks: [
      heading('What this lecture is about'),
      list('bullet', ''),
      heading('Notes'),
      paragraph(),
      heading('To remember'),
      list('bullet', ''),
      heading('To read before the next one'),
      list('open', ''),
    ],
  },
  lab: {
    blocks: [
      heading('Aim'),
      paragraph(),
      heading('What you need'),
      list('open', ''),
      heading('Steps'),
      paragraph(),
      heading('What to hand in, and when'),
      list('open', ''),
    ],
  },
  faq: {
    blocks: [heading('How is this course graded?'), paragraph(), heading('When is the exam?'), paragraph()],
  },
};
