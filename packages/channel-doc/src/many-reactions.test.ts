import {
  MAX_REACTION_KINDS,
  MAX_REACTIONS,
  type MessageRecord,
  type ReactOp,
  type UserId,
} from '@lectern/contracts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readChannel } from './channel-reader.ts';
import { writeRecords } from './channel-writer.ts';
import { judge } from './judge.ts';
import { type MessageEffect, reduceMessage } from './reduce.ts';
import { actor, CHANNEL, facts, id, message } from './testing/make.ts';

const TRIES = 10_000;
/** Ops that one transaction of the scribe commits together, about. */
const BATCH = 200;

test('10,000 people react to one message: a thousand are let in, the others are told why, and the channel stays small', () => {
  const doc = new Y.Doc();
  let target: MessageRecord = message(1);
  writeRecords(doc, [target]);
  const refused = new Map<string, number>();
  for (let n = 0; n < TRIES; n += 1) {
    const user = id<UserId>(0x1000 + n);
    const emoji = String.fromCodePoint(0x1f600 + (n % (2 * MAX_REACTION_KINDS)));
    const op: ReactOp = {
      id: id(n),
      kind: 'react',
      channel: CHANNEL,
      at: n,
      message: target.id,
      emoji,
      on: true,
    };
    const verdict = judge(op, facts({ actor: actor({ user }), message: target }));
    if ('deny' in verdict) refused.set(verdict.deny, (refused.get(verdict.deny) ?? 0) + 1);
    else target = reduceMessage(target, verdict.allow as MessageEffect, { seq: 1, rev: n + 2, at: n });
    if (n % BATCH === BATCH - 1) writeRecords(doc, [target]);
  }
  writeRecords(doc, [target]);
  expect(refused).toEqual(new Map([['too-many-reactions', TRIES - MAX_REACTIONS]]));
  const [read] = readChannel(doc).records;
  expect(read).toEqual(target);
  const reactions = 'body' in target ? (target.reactions ?? []) : [];
  expect(reactions).toHaveLength(MAX_REACTION_KINDS);
  // 38 bytes for each who reacted, once.
  expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(60 * MAX_REACTIONS);
});
