import { expect, test } from 'vitest';
import { createStoredDraft, type EditorState, type StoredDraft } from './stored-draft.ts';

const EMPTY = '';
const holding = (text: string, state: Partial<EditorState> = {}): EditorState => ({
  text,
  isDirty: false,
  isHeld: text !== EMPTY,
  ...state,
});

/** An editor in which this was typed, kept and heard of. */
function typed(text: string): StoredDraft {
  const draft = createStoredDraft();
  draft.hear(null, holding(EMPTY));
  draft.handOver(text);
  draft.hear(text, holding(text));
  return draft;
}

test('what came from another device goes on under the caret as it does there, and goes when it is sent there', () => {
  const draft = createStoredDraft();
  expect(draft.hear('hel', holding(EMPTY))).toBe('replaced');
  expect(draft.hear('hello', holding('hel'))).toBe('replaced');
  expect(draft.hear(null, holding('hello'))).toBe('cleared');
});

test('what was typed here and sent from another device goes', () => {
  expect(typed('hello').hear(null, holding('hello'))).toBe('cleared');
});

test('what was typed under the caret stays, whatever is written or sent elsewhere', () => {
  const draft = typed('mine');
  expect(draft.hear('theirs', holding('mine'))).toBe('stays');
  expect(draft.hear(null, holding('mine'))).toBe('stays');
  const busy = typed('mine');
  expect(busy.hear(null, holding('mine', { isDirty: true }))).toBe('stays');
});

test('sending ends the draft that is sent, and no other that was written meanwhile', () => {
  const draft = typed('mine');
  expect(draft.end()).toBe(true);
  expect(draft.hear('mine', holding(EMPTY))).toBe('stays');
  expect(draft.hear(null, holding(EMPTY))).toBe('stays');
  expect(draft.end()).toBe(false);

  const other = typed('mine');
  other.hear('theirs', holding('mine'));
  expect(other.handOver(null)).toBe(false);
  expect(other.end()).toBe(false);
  expect(other.handOver('mine again')).toBe(true);
  expect(other.end()).toBe(true);
});

test('earlier words of its own are not taken for those of others, however late they are heard', () => {
  const draft = createStoredDraft();
  for (const text of ['h', 'he', 'hel']) draft.handOver(text);
  expect(draft.hear('h', holding('hell', { isDirty: true }))).toBe('stays');
  expect(draft.hear('he', holding('hell', { isDirty: true }))).toBe('stays');
  expect(draft.end()).toBe(true);
  expect(draft.hear('hel', holding(EMPTY))).toBe('stays');
});
