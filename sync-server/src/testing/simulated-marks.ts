import { isDeepStrictEqual } from 'node:util';
import {
  type ChannelId,
  type DeleteOp,
  isMarkOp,
  isTombstone,
  type MarkOp,
  type MessageId,
  type MessageRecord,
  type Op,
  type UserId,
} from '@lectern/contracts';
import type { Random } from '@lectern/test-kit';
import { acceptedIn } from './accepted-ops.ts';
import type { SimulatedDevice } from './simulated-device.ts';

/** Something that this person might make of one of these messages. Mostly what they may: a refusal changes nothing. */
export function randomMark(
  { pick, chance, int }: Random,
  base: Pick<Op, 'id' | 'channel' | 'at'>,
  user: UserId,
  seen: readonly MessageRecord[],
  /** This person's own questions, whether they stand in the channel yet or not. */
  asked: readonly MessageId[],
): MarkOp | DeleteOp | null {
  if (seen.length === 0) return null;
  // An accepted answer is deleted willingly: its question must hear of it.
  const answer = seen.find((record) => record.author === user && isAnswer(record));
  if (answer !== undefined && chance(0.6)) return { ...base, kind: 'delete', message: answer.id };
  const { id: message } = pick(seen);
  const living = seen.flatMap((record) => (isTombstone(record) ? [] : [record]));
  switch (pick(['pin', 'question', 'accept', 'accept', 'accept', 'endorse'] as const)) {
    case 'pin':
      return { ...base, kind: 'pin', message, order: chance(0.7) ? int(1, 9) / 2 : null };
    case 'question':
      return { ...base, kind: 'question', message, on: chance(0.8) };
    case 'accept': {
      const question = asked.length > 0 && chance(0.8) ? pick(asked) : message;
      const answer = living.length > 0 && chance(0.9) ? pick(living).id : message;
      return { ...base, kind: 'accept', message: question, answer: chance(0.85) ? answer : null };
    }
    case 'endorse':
      return { ...base, kind: 'endorse', message, on: chance(0.7) };
  }
}

export const isAnswer = (record: MessageRecord): boolean =>
  !isTombstone(record) && record.answers !== undefined;

/** What the marks of a message come to. */
interface Marks {
  pin: { by: UserId; order: number } | null;
  isQuestion: boolean;
  accepted: MessageId | null;
  endorsedBy: UserId | null;
}

/**
 * What was accepted in a channel, told again in its order: where the marks of its rows differ from that, and how many
 * answers were deleted.
 */
export function tellMarks(
  devices: readonly SimulatedDevice[],
  channel: ChannelId,
  rows: ReadonlyMap<string, MessageRecord>,
): { readonly wrong: string | null; readonly lostAnswers: number } {
  const marks = new Map<string, Marks>();
  let lostAnswers = 0;
  for (const [user, op] of acceptedIn(devices, channel)) {
    const isLost =
      op.kind === 'delete' && [...marks.values()].some(({ accepted }) => accepted === op.message);
    if (isLost) lostAnswers += 1;
    tell(marks, user, op);
  }
  const answers = new Map(
    [...marks].flatMap(([id, { accepted }]) => (accepted === null ? [] : [[accepted, id]])),
  );
  for (const record of rows.values()) {
    if (isTombstone(record)) continue;
    const said = marks.get(record.id) ?? unmarked();
    const wanted = { ...said, answers: answers.get(record.id) ?? null };
    const { pinned, question, endorsed } = record;
    const stored: typeof wanted = {
      pin: pinned === undefined ? null : { by: pinned.by, order: pinned.order },
      isQuestion: question !== undefined,
      accepted: question?.accepted?.id ?? null,
      endorsedBy: endorsed?.by ?? null,
      answers: record.answers?.id ?? null,
    };
    if (!isDeepStrictEqual(stored, wanted))
      return { wrong: `${record.id} is ${JSON.stringify({ stored, wanted })}`, lostAnswers };
  }
  return { wrong: null, lostAnswers };
}

function tell(marks: Map<string, Marks>, user: UserId, op: Op): void {
  if (op.kind === 'send' && op.question) marks.set(op.id, { ...unmarked(), isQuestion: true });
  if (op.kind === 'delete') {
    marks.delete(op.message);
    for (const other of marks.values()) if (other.accepted === op.message) other.accepted = null;
  }
  if (op.kind === 'edit' && marks.has(op.message)) marks.get(op.message)!.endorsedBy = null;
  if (!isMarkOp(op)) return;
  const before = marks.get(op.message) ?? unmarked();
  marks.set(op.message, before);
  switch (op.kind) {
    case 'pin':
      before.pin = op.order === null ? null : { by: before.pin?.by ?? user, order: op.order };
      return;
    case 'question':
      before.isQuestion = op.on;
      if (!op.on) before.accepted = null;
      return;
    case 'accept':
      before.accepted = op.answer;
      return;
    case 'endorse':
      before.endorsedBy = op.on ? (before.endorsedBy ?? user) : null;
  }
}

const unmarked = (): Marks => ({ pin: null, isQuestion: false, accepted: null, endorsedBy: null });
