import { closeReasons, documentKinds, movedReason } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { reactionTo } from './document-reaction.ts';

test('R1: nothing leaves the device for a refusal before the server has accepted the person', () => {
  for (const kind of documentKinds) {
    for (const reason of Object.values(closeReasons))
      expect(reactionTo(kind, reason, false).do).not.toBe('drop');
  }
});

test("R2: the person's own documents are never dropped", () => {
  for (const reason of Object.values(closeReasons)) {
    expect(reactionTo('user', reason, true).do).not.toBe('drop');
    expect(reactionTo('inbox', reason, true).do).not.toBe('drop');
  }
  expect(reactionTo('channel', closeReasons.forbidden, true)).toEqual({ do: 'drop' });
});

test('R3: another life is opened, whichever the server names', () => {
  expect(reactionTo('channel', movedReason(7), true)).toEqual({ do: 'reopen', life: 7 });
  expect(reactionTo('user', movedReason(2), false)).toEqual({ do: 'reopen', life: 2 });
});

test('R4: what a server has no name for yet is tried again', () => {
  expect(reactionTo('channel', '', true)).toEqual({ do: 'retry' });
  expect(reactionTo('course', 'moved:0', true)).toEqual({ do: 'retry' });
  expect(reactionTo('user', closeReasons.unavailable, true)).toEqual({ do: 'retry' });
});
