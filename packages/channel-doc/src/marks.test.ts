import { MAX_PINS, type MarkOp, type Message, type MessageRecord, type OpId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { needsNewLife, rebased } from './bounds.ts';
import { observeRecords, readChannel } from './channel-reader.ts';
import { writePins, writeRecords } from './channel-writer.ts';
import { type JudgeFacts, judge } from './judge.ts';
import { type MessageEffect, reduceMessage } from './reduce.ts';
import { otherEnds } from './reduce-marks.ts';
import {
  ANNA,
  actor,
  BEN,
  CHANNEL,
  channel,
  edited,
  facts,
  id,
  message,
  messages,
  sendOp,
  tombstone,
} from './testing/make.ts';

const base = { id: id<OpId>(77), channel: CHANNEL, at: 5, message: id(1) };
const pin = (order: number | null = 1): MarkOp => ({ ...base, kind: 'pin', order });
const ask = (on = true): MarkOp => ({ ...base, kind: 'question', on });
const accept = (answer: number | null): MarkOp => ({
  ...base,
  kind: 'accept',
  answer: answer === null ? null : id(answer),
});
const endorse = (on = true): MarkOp => ({ ...base, kind: 'endorse', on });

const tutor = actor({ user: BEN, courseRole: 'tutor' });
const stranger = actor({ user: BEN });
const question: Message = { ...message(1), question: {} };
const place = ({ id, seq }: MessageRecord) => ({ id, seq });
const said = (op: MarkOp, given: Partial<JudgeFacts>) => {
  const verdict = judge(op, facts(given));
  return 'deny' in verdict ? verdict.deny : verdict.allow;
};
const stamp = (rev: number) => ({ seq: 99, rev, at: 5_000 + rev });

test('JD-PIN-1 staff and moderators pin, at most so many; what is pinned moves when there is no room for others', () => {
  const moderator = actor({ membership: { state: 'in', role: 'moderator', mayPost: true } });
  const effect = { kind: 'pin', message: id(1), by: BEN, order: 1 };
  expect(said(pin(), { message: message(1), actor: tutor })).toEqual(effect);
  expect(said(pin(), { message: message(1), actor: moderator })).toEqual({ ...effect, by: ANNA });
  expect(said(pin(), { message: message(1) })).toBe('not-allowed');
  expect(said(pin(), { message: tombstone(message(1), 2), actor: tutor })).toBe('already-deleted');
  const full = { actor: tutor, pins: MAX_PINS };
  expect(said(pin(), { ...full, message: message(1) })).toBe('too-many-pins');
  const pinned = { ...message(1), pinned: { by: ANNA, at: 1, order: 1 } };
  expect(said(pin(2), { ...full, message: pinned })).toMatchObject({ order: 2 });
  expect(said(pin(null), { ...full, message: pinned })).toMatchObject({ order: null });
  expect(said(pin(), { message: message(1), actor: tutor, channel: channel({ archived: true }) })).toBe(
    'archived',
  );
});

test('JD-QUESTION-1 the author and the staff say what is a question, when it is sent or later', () => {
  expect(said(ask(), { message: message(1) })).toEqual({ kind: 'question', message: id(1), on: true });
  expect(said(ask(false), { message: message(1), actor: tutor })).toMatchObject({ on: false });
  expect(said(ask(), { message: message(1), actor: stranger })).toBe('not-author');
  expect(judge({ ...sendOp(2), question: true }, facts())).toMatchObject({ allow: { question: true } });
});

test('JD-ACCEPT-1 the asker and the staff accept one living message of the channel, by whomever', () => {
  const answer = message(2);
  const effect = { kind: 'accept', message: id(1), answer: place(answer) };
  expect(said(accept(2), { message: question, answer })).toEqual(effect);
  expect(said(accept(2), { message: question, answer, actor: tutor })).toEqual(effect);
  expect(said(accept(2), { message: question, answer, actor: stranger })).toBe('not-author');
  expect(said(accept(null), { message: question })).toEqual({ ...effect, answer: null });
  expect(said(accept(2), { message: message(1), answer })).toBe('no-question');
  expect(said(accept(2), { message: question })).toBe('unknown-message');
  expect(said(accept(2), { message: question, answer: tombstone(answer, 9) })).toBe('already-deleted');
  expect(said(accept(1), { message: question, answer: question })).toBe('invalid');
  const taken = (by: number) => ({ ...answer, answers: place(message(by)) });
  expect(said(accept(2), { message: question, answer: taken(3) })).toBe('answers-another');
  expect(said(accept(2), { message: question, answer: taken(1) })).toEqual(effect);
});

test('JD-ENDORSE-1 staff stand behind a message, those who only moderate the channel do not', () => {
  const admin = actor({ membership: { state: 'in', role: 'admin', mayPost: true } });
  expect(said(endorse(), { message: message(1), actor: tutor })).toEqual({
    kind: 'endorse',
    message: id(1),
    by: BEN,
  });
  expect(said(endorse(false), { message: message(1), actor: tutor })).toMatchObject({ by: null });
  expect(said(endorse(), { message: message(1), actor: admin })).toBe('not-allowed');
});

test('RD-4 marks state results: said twice they are said once, and whoever was first stays named', () => {
  const after = (before: MessageRecord, effect: MessageEffect, rev: number) =>
    reduceMessage(before, effect, stamp(rev));
  const pinned = after(message(1), { kind: 'pin', message: id(1), by: ANNA, order: 3 }, 2);
  expect(pinned).toEqual({ ...message(1), rev: 2, pinned: { by: ANNA, at: 5_002, order: 3 } });
  const moved = after(pinned, { kind: 'pin', message: id(1), by: BEN, order: 0.5 }, 3);
  expect(moved).toMatchObject({ rev: 3, pinned: { by: ANNA, at: 5_002, order: 0.5 } });
  expect(after(moved, { kind: 'pin', message: id(1), by: BEN, order: null }, 4)).toEqual({
    ...message(1),
    rev: 4,
  });

  const asked = after(message(1), { kind: 'question', message: id(1), on: true }, 2);
  const solved = after(asked, { kind: 'accept', message: id(1), answer: place(message(2)) }, 3);
  expect(after(solved, { kind: 'question', message: id(1), on: true }, 4)).toEqual({ ...solved, rev: 4 });
  expect(after(solved, { kind: 'accept', message: id(1), answer: null }, 4)).toEqual({ ...asked, rev: 4 });
  expect(after(solved, { kind: 'question', message: id(1), on: false }, 4)).toEqual({
    ...message(1),
    rev: 4,
  });

  const backed = after(message(1), { kind: 'endorse', message: id(1), by: BEN }, 2);
  expect(after(backed, { kind: 'endorse', message: id(1), by: ANNA }, 3)).toMatchObject({
    endorsed: { by: BEN },
  });
  const reworded = after(backed, { kind: 'replace', message: id(1), body: edited(message(1), 1).body }, 3);
  expect(reworded).not.toHaveProperty('endorsed');
});

test('RD-5 a question and its accepted answer name each other, whatever is done to either', () => {
  const [first, second] = [message(2), message(3)];
  const known = new Map<string, MessageRecord>([question, first, second].map((each) => [each.id, each]));
  let rev = 10;
  const find = (wanted: string) => known.get(wanted) ?? null;
  const carryOut = (effect: MessageEffect) => {
    for (const each of [...otherEnds(effect, find), effect])
      known.set(each.message, reduceMessage(find(each.message), each, stamp(++rev)));
  };
  const ends = () =>
    [...known.values()].map((each) =>
      'body' in each ? (each.question?.accepted?.id ?? each.answers?.id ?? null) : 'deleted',
    );
  const take = (answer: Message | null) =>
    carryOut({ kind: 'accept', message: id(1), answer: answer && place(answer) });
  take(first);
  expect(ends()).toEqual([id(2), id(1), null]);
  take(second);
  expect(ends()).toEqual([id(3), null, id(1)]);
  carryOut({ kind: 'remove', message: id(3) });
  expect(ends()).toEqual([null, null, 'deleted']);
  take(first);
  take(null);
  expect(ends()).toEqual([null, null, 'deleted']);
  take(first);
  carryOut({ kind: 'question', message: id(1), on: false });
  expect(ends()).toEqual([null, null, 'deleted']);
  carryOut({ kind: 'question', message: id(1), on: true });
  take(first);
  carryOut({ kind: 'remove', message: id(1) });
  expect(ends()).toEqual(['deleted', null, 'deleted']);
});

const pinnedAt = (record: Message, rev: number): Message => ({
  ...record,
  rev,
  pinned: { by: BEN, at: 1, order: rev },
});
const holds = (doc: Y.Doc, text: string) => JSON.stringify(readChannel(doc)).includes(text);

test('CD-PIN-1 a pinned message stays in the document when it leaves tail and ring, as it is now', () => {
  const doc = new Y.Doc();
  writeRecords(doc, [...messages(1, 400), pinnedAt(message(7, 7, 'exam on friday'), 401)]);
  const rest = Array.from({ length: 300 }, (_, n) => edited(message(20 + (n % 50)), 402 + n));
  for (const change of rest) writeRecords(doc, [change]);
  const pin = () => readChannel(doc).records.find((record) => record.id === id(7));
  expect(pin()).toMatchObject({ seq: 7, pinned: { by: BEN } });
  expect(readChannel(doc).firstSeq).toBeGreaterThan(7);

  const told: MessageRecord[] = [];
  observeRecords(doc, (records) => told.push(...records));
  const moved = pinnedAt(message(7, 7, 'exam on monday'), 800);
  writeRecords(doc, [moved]);
  expect(pin()).toEqual(moved);
  expect(told.map(({ rev }) => rev)).toContain(800);
  expect(holds(doc, 'exam on friday')).toBe(false);

  const next = new Y.Doc();
  Y.applyUpdate(next, rebased('channel', doc));
  expect(readChannel(next)).toEqual(readChannel(doc));
  expect(needsNewLife(doc, Y.encodeStateAsUpdate(doc).length)).toBe(false);
});

test('CD-PIN-2 of what is deleted or unpinned no word stays among the pins', () => {
  const doc = new Y.Doc();
  writeRecords(doc, messages(301, 600));
  // As for a document that is built from tables.
  writePins(doc, [pinnedAt(message(7, 7, 'chalk'), 1_001), pinnedAt(message(8, 8, 'sponge'), 1_002)]);
  expect(readChannel(doc)).toMatchObject({ firstSeq: 301, lastSeq: 600 });
  expect(holds(doc, 'chalk') && holds(doc, 'sponge')).toBe(true);
  writeRecords(doc, [tombstone(message(7), 1_003)]);
  expect(holds(doc, 'chalk')).toBe(false);
  writeRecords(doc, [message(8, 1_004, 'sponge')]);
  expect(doc.getArray('pins').length).toBe(0);
});

test('CD-READ-1 marks are believed where they are what they should be', () => {
  const good: Message = {
    ...pinnedAt(message(1), 5),
    question: { accepted: { id: id(2), seq: 2 } },
    answers: { id: id(3), seq: 3 },
    endorsed: { by: BEN, at: 4 },
  };
  const strange = {
    ...message(2),
    pinned: { by: 'ben', at: 1, order: 1 },
    question: { accepted: { id: 'first', seq: 1 } },
    answers: { id: id(3) },
    endorsed: { by: BEN, at: -1 },
  };
  const stranger = { ...message(3), pinned: { by: BEN, at: 1, order: Number.NaN }, question: true };
  const doc = new Y.Doc();
  doc.getArray('pins').push([good, 'stray', {}]);
  writeRecords(doc, [strange as unknown as Message, stranger as unknown as Message]);
  expect(readChannel(doc).records.toSorted((a, b) => a.seq - b.seq)).toEqual([
    good,
    { ...message(2), question: {} },
    message(3),
  ]);
});
