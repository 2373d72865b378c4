import {
  type ChangeNoteOp,
  type CreateNoteOp,
  MAX_NOTES,
  type NoteAnchor,
  type NoteEntry,
  type OpId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { rebased } from './bounds.ts';
import { readChannel } from './channel-reader.ts';
import { writeRecords } from './channel-writer.ts';
import { type JudgeFacts, judge } from './judge.ts';
import { observeNotes, readNotes, writeNotes } from './note-list.ts';
import { recordOf } from './record.ts';
import { reduceMessage } from './reduce.ts';
import { noteEffectOf, reduceNotes } from './reduce-notes.ts';
import { ANNA, actor, BEN, CHANNEL, channel, facts, id, message, note, sendOp } from './testing/make.ts';

const base = { id: id<OpId>(77), channel: CHANNEL, at: 5 };
const create = (number = 1): CreateNoteOp => ({
  ...base,
  kind: 'note.create',
  note: id(number),
  title: `note ${number}`,
  order: number,
  template: 'lecture',
});
const change = (number: number, fields: Partial<ChangeNoteOp>): ChangeNoteOp => ({
  ...base,
  kind: 'note.change',
  note: id(number),
  ...fields,
});
const anchor: NoteAnchor = { note: id(1), from: 'AAE=', to: 'AAI=', quote: 'the Riemann sum' };

const tutor = actor({ user: BEN, courseRole: 'tutor' });
const said = (op: Parameters<typeof judge>[0], given: Partial<JudgeFacts>) => {
  const verdict = judge(op, facts(given));
  return 'deny' in verdict ? verdict.deny : verdict.allow;
};

test('JD-NOTE-1 staff and moderators make notes under free ids, at most so many', () => {
  const { note: made, title, order, template } = create();
  const effect = { kind: 'create-note', note: made, title, order, template, by: BEN };
  const moderator = actor({ membership: { state: 'in', role: 'moderator', mayPost: true } });
  expect(said(create(), { actor: tutor })).toEqual(effect);
  expect(said(create(), { actor: moderator })).toEqual({ ...effect, by: ANNA });
  expect(said(create(), {})).toBe('not-allowed');
  expect(said(create(), { actor: tutor, channel: null })).toBe('unknown-channel');
  expect(said(create(), { actor: tutor, channel: channel({ archived: true }) })).toBe('archived');
  expect(said(create(), { actor: tutor, notes: [note(1)] })).toBe('id-used');
  expect(said(create(), { actor: tutor, noteElsewhere: true })).toBe('id-used');
  const full = Array.from({ length: MAX_NOTES }, (_, n) => note(n + 2, { archived: true }));
  expect(said(create(), { actor: tutor, notes: full })).toBe('too-many-notes');
  expect(said(create(), { actor: tutor, notes: full.slice(1) })).toEqual(effect);
  // A repetition that the ledger does not know is no news of a channel that is full.
  expect(said(create(2), { actor: tutor, notes: full })).toBe('id-used');
});

test('JD-NOTE-2 they change what they name, of notes of the channel', () => {
  const op = change(1, { title: 'Week 1', pinned: true });
  const effect = { kind: 'change-note', note: id(1), fields: { title: 'Week 1', pinned: true } };
  expect(said(op, { actor: tutor, notes: [note(1)] })).toEqual(effect);
  expect(said(op, { actor: tutor, notes: [note(2)], noteElsewhere: true })).toBe('unknown-note');
  expect(said(op, { notes: [note(1)] })).toBe('not-allowed');
  const archived = channel({ archived: true });
  expect(said(op, { actor: tutor, notes: [note(1)], channel: archived })).toBe('archived');
  expect(said(op, { actor: tutor, notes: [note(1)], channel: null })).toBe('unknown-channel');
});

test('JD-ANCHOR-1 whoever may post asks about a passage of a note of the channel, in no thread', () => {
  const ask = { ...sendOp(2), anchor };
  const known = { notes: [note(1)] };
  expect(said(ask, known)).toMatchObject({ kind: 'append', author: ANNA, anchor });
  expect(said(sendOp(2), known)).not.toHaveProperty('anchor');
  expect(said({ ...ask, reply: id(1) }, { ...known, answered: message(1) })).toMatchObject({ anchor });
  expect(said(ask, {})).toBe('unknown-note');
  expect(said(ask, { notes: [note(2)] })).toBe('unknown-note');
  const inThread = { ...ask, thread: id(1) };
  expect(said(inThread, { ...known, root: message(1) })).toBe('invalid');
  expect(said({ ...inThread, inChannel: true }, { ...known, root: message(1) })).toBe('invalid');
  expect(said(ask, { ...known, channel: channel({ type: 'announcement' }) })).toBe('staff-only');
  for (const quote of ['a\u0000b', 'a\u0007b', '\ud800', ' \n', '\u200b'])
    expect(said({ ...ask, anchor: { ...anchor, quote } }, known), JSON.stringify(quote)).toBe('invalid');
  expect(said({ ...ask, anchor: { ...anchor, quote: 'two\nlines\tof it' } }, known)).toMatchObject({
    kind: 'append',
  });
});

test('RD-6 notes are made once, change field by field and stand in one order', () => {
  const made = (number: number, at = 4_000 + number) => ({ effect: noteEffectOf(create(number), BEN), at });
  const reduced = (before: readonly NoteEntry[], { effect, at }: ReturnType<typeof made>) =>
    reduceNotes(before, effect, { at });
  const two = [made(2), made(1)].reduce(reduced, [] as readonly NoteEntry[]);
  expect(two).toEqual([note(1), note(2)]);
  expect(reduced(two, made(1, 9_999))).toBe(two);
  const changed = (op: ChangeNoteOp, before = two) => reduceNotes(before, noteEffectOf(op, ANNA), { at: 1 });
  expect(changed(change(3, { title: 'x' }))).toBe(two);
  expect(changed(change(1, { order: 2.5 }))).toEqual([note(2), note(1, { order: 2.5 })]);
  expect(changed(change(2, { order: 1 })).map((entry) => entry.id)).toEqual([id(1), id(2)]);
  expect(changed(change(1, { pinned: true, archived: true, title: 'x' }))[0]).toEqual(
    note(1, { pinned: true, archived: true, title: 'x' }),
  );
  const edited = [note(1, { edited: { by: ANNA, at: 7 }, life: 3 })];
  expect(changed(change(1, { pinned: true }), edited)).toEqual([{ ...edited[0], pinned: true }]);
});

test('RD-7 a message keeps its passage through edits and marks, and loses its words when it is deleted', () => {
  const effect = judge({ ...sendOp(1), anchor }, facts({ notes: [note(1)] }));
  if ('deny' in effect || effect.allow.kind !== 'append') throw new Error('it must be allowed');
  const asked = reduceMessage(null, effect.allow, { seq: 1, rev: 1, at: 1 });
  const stamp = { seq: 1, rev: 2, at: 2 };
  const edited = reduceMessage(asked, { kind: 'replace', message: id(1), body: bodyFromText('why?') }, stamp);
  const pinned = reduceMessage(edited, { kind: 'pin', message: id(1), by: BEN, order: 1 }, stamp);
  expect(pinned).toMatchObject({ anchor, pinned: { by: BEN } });
  const gone = reduceMessage(pinned, { kind: 'remove', message: id(1) }, stamp);
  expect(JSON.stringify(gone)).not.toContain('Riemann');
  const doc = new Y.Doc();
  writeRecords(doc, [{ ...pinned, rev: 3 }]);
  expect(readChannel(doc).records).toEqual([{ ...pinned, rev: 3 }]);
});

test('CD-READ-1 what is no passage is passed over; the words stand all the same', () => {
  const asked = { ...message(1), anchor };
  expect(recordOf(structuredClone(asked))).toEqual(asked);
  const junk = [
    null,
    'anchor',
    { ...anchor, note: 'x' },
    { ...anchor, from: '<b>' },
    { ...anchor, quote: 'x'.repeat(501) },
    // As Yjs reads a `__proto__` key.
    Object.create(anchor),
  ];
  for (const bad of junk) expect(recordOf({ ...message(1), anchor: bad })).toEqual(message(1));
  expect(recordOf({ ...asked, anchor: { ...anchor, more: 1 } })).toEqual(asked);
});

test('CD-NOTES-1 CD-NOTES-3 the list is written where it differs, read in its order and told when it changes', () => {
  const [writer, reader] = [new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  writer.on('update', (update: Uint8Array) => {
    updates.push(update);
    Y.applyUpdate(reader, update);
  });
  const told: (readonly NoteEntry[])[] = [];
  const stop = observeNotes(reader, (notes) => told.push(notes));
  const all = [note(1, { order: 3 }), note(2), note(3, { order: 2 })];
  writeNotes(writer, all);
  expect(told).toEqual([[note(2), note(3, { order: 2 }), note(1, { order: 3 })]]);
  writeNotes(writer, structuredClone(all).reverse());
  writeRecords(writer, [message(1)]);
  expect(updates).toHaveLength(2);
  expect(told).toHaveLength(1);
  const before = Y.encodeStateVector(writer);
  writeNotes(writer, [all[0]!, note(2, { edited: { by: ANNA, at: 9 } }), all[2]!]);
  const one = Y.encodeStateAsUpdate(writer, before);
  expect(JSON.stringify([...one])).not.toContain(JSON.stringify([...new TextEncoder().encode('note 3')]));
  expect(told.at(-1)![0]).toEqual(note(2, { edited: { by: ANNA, at: 9 } }));
  stop();
  writeNotes(writer, all.slice(1));
  expect(told).toHaveLength(2);
  expect(readNotes(reader)).toEqual(readNotes(writer));
  expect(readNotes(reader).map((entry) => entry.id)).toEqual([id(2), id(3)]);
});

test('CD-BOUND-3 a new life lists the same notes', () => {
  const doc = new Y.Doc();
  writeNotes(doc, [note(1), note(2, { edited: { by: ANNA, at: 9 }, life: 4, archived: true, pinned: true })]);
  const fresh = new Y.Doc();
  Y.applyUpdate(fresh, rebased('channel', doc));
  expect(readNotes(fresh)).toEqual(readNotes(doc));
  expect(readNotes(fresh)).toHaveLength(2);
});

test('CD-NOTES-2 what is no entry is passed over, inherited keys and surplus entries with it', () => {
  const doc = new Y.Doc();
  const notes = doc.getMap<unknown>('notes');
  const put = (value: unknown, number = 1) => notes.set(id(number), value);
  const { title: _, ...untitled } = note(1);
  const junk = [
    null,
    7,
    new Y.Map(),
    untitled,
    { ...note(1), title: 'x'.repeat(121) },
    { ...note(1), id: id(2) },
    { ...note(1), order: '1' },
    { ...note(1), order: Number.NaN },
    { ...note(1), pinned: 1 },
    { ...note(1), archived: 'no' },
    { ...note(1), by: 'me' },
    { ...note(1), at: -1 },
    { ...note(1), life: 0 },
    // As Yjs reads a `__proto__` key.
    Object.create(note(1)),
  ];
  for (const bad of junk) {
    put(bad);
    expect(readNotes(doc), JSON.stringify(bad)).toEqual([]);
  }
  put({ ...note(1), edited: { by: 'x', at: 1 }, more: true });
  expect(readNotes(doc)).toEqual([note(1)]);
  notes.set('no-id', { ...note(1), id: 'no-id' });
  for (let n = 2; n < MAX_NOTES + 10; n++) put(note(n), n);
  expect(readNotes(doc)).toHaveLength(MAX_NOTES);
});
