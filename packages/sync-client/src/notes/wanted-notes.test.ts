import type { NoteId } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { AT_ONCE, MOST_KEPT_OPEN, MOST_OPENED, wantedNotes } from './wanted-notes.ts';

const named = (name: string, count: number): NoteId[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}` as NoteId);
const nothing = { inUse: [], onScreen: [], opened: [], pinned: [], isFresh: () => false };

test('N3: what is in use comes first, then the channel on screen, what was opened lately, and what is pinned', () => {
  const [used, shown, opened, pinned] = [
    named('used', 1),
    named('shown', 1),
    named('opened', 1),
    named('pinned', 1),
  ];
  const wanted = wantedNotes({
    ...nothing,
    inUse: used,
    onScreen: [...shown, ...used],
    opened: [...pinned, ...opened],
    pinned,
  });
  expect(wanted).toEqual([...used, ...shown, ...pinned, ...opened]);
  expect(wantedNotes({ ...nothing, opened: named('opened', MOST_OPENED + 1) })).toHaveLength(MOST_OPENED);
});

test('N3: pinned notes beyond those that stay open come in turn, until each has been here', () => {
  const pinned = named('pinned', MOST_KEPT_OPEN + 2 * AT_ONCE + 1);
  const fresh = new Set<NoteId>();
  const isFresh = (note: NoteId): boolean => fresh.has(note);
  const seen = new Set<NoteId>();
  for (let turn = 0; turn < 3; turn += 1) {
    const wanted = wantedNotes({ ...nothing, inUse: named('used', 3), pinned, isFresh });
    expect(wanted.length).toBeLessThanOrEqual(3 + MOST_KEPT_OPEN + AT_ONCE);
    for (const note of wanted) {
      seen.add(note);
      fresh.add(note);
    }
  }
  expect(pinned.every((note) => seen.has(note))).toBe(true);
  expect(wantedNotes({ ...nothing, pinned, isFresh })).toHaveLength(MOST_KEPT_OPEN);
});
