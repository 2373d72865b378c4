import {
  BodySchema,
  check,
  EmojiSchema,
  isUuid,
  MAX_REPLY_FACES,
  type Message,
  type MessageId,
  type MessageMarks,
  type MessagePlace,
  type MessageRecord,
  type NoteAnchor,
  NoteAnchorSchema,
  type Reaction,
  type Replies,
  type Threading,
  type Tombstone,
  type UserId,
} from '@lectern/contracts';

/** What the writer of a document needs to know of a record that stands in it. */
export interface RecordHead {
  readonly id: MessageId;
  readonly seq: number;
  readonly rev: number;
}

/** The head of the record that a value is, without a look at its body; null when it is none. */
export function headOf(value: unknown): RecordHead | null {
  const [id, seq, rev] = [own(value, 'id'), own(value, 'seq'), own(value, 'rev')];
  return isUuid(id) && isCount(seq) && isCount(rev) ? { id: id as string as MessageId, seq, rev } : null;
}

/**
 * The record that a value of a document is, rebuilt from its own keys, or null when it is none. Values come out of
 * Yjs with whatever prototype a `__proto__` key gave them, so nothing inherited is ever believed.
 */
export function recordOf(value: unknown): MessageRecord | null {
  const head = headOf(value);
  if (head === null) return null;
  const [author, at, sentAt] = [own(value, 'author'), own(value, 'at'), own(value, 'sentAt')];
  if (!isUuid(author) || !isCount(at)) return null;
  const base = { ...head, author: author as string as UserId, at, ...threadingIn(value) };
  const deletedAt = own(value, 'deletedAt');
  if (deletedAt !== undefined)
    return isCount(deletedAt) ? ({ ...base, deletedAt } satisfies Tombstone) : null;

  const [editedAt, editedRev] = [own(value, 'editedAt'), own(value, 'editedRev')];
  const body = check(BodySchema, own(value, 'body'));
  if (!body.ok || !isCount(sentAt) || !(editedAt === undefined || isCount(editedAt))) return null;
  const reply = placeOf(own(value, 'reply'));
  const anchor = anchorOf(own(value, 'anchor'));
  const reactions = reactionsOf(own(value, 'reactions'));
  return {
    ...base,
    sentAt,
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(isCount(editedRev) ? { editedRev } : {}),
    body: body.value,
    ...(reply === null ? {} : { reply }),
    ...(anchor === null ? {} : { anchor }),
    ...(reactions.length === 0 ? {} : { reactions }),
    ...marksIn(value),
  } satisfies Message;
}

/** What is no thread is passed over, as other things beside the words are. */
function threadingIn(value: unknown): Threading {
  const thread = placeOf(own(value, 'thread'));
  const replies = repliesOf(own(value, 'replies'));
  return {
    ...(thread === null ? {} : { thread }),
    ...(thread !== null && own(value, 'inChannel') === true ? { inChannel: true } : {}),
    ...(replies === null ? {} : { replies }),
  };
}

function repliesOf(value: unknown): Replies | null {
  const [count, people, last] = [own(value, 'count'), own(value, 'people'), own(value, 'last')];
  const [seq, at, author] = [own(last, 'seq'), own(last, 'at'), own(last, 'author')];
  if (!isCount(count) || !isCount(seq) || !isCount(at) || !isUuid(author)) return null;
  if (!Array.isArray(people) || !people.every(isUuid)) return null;
  return {
    count,
    last: { seq, at, author: author as string as UserId },
    people: people.slice(0, MAX_REPLY_FACES) as string[] as UserId[],
  };
}

/** What is no mark is passed over. */
function marksIn(value: unknown): MessageMarks {
  const [pinned, question] = [own(value, 'pinned'), own(value, 'question')];
  const [order, pinner] = [own(pinned, 'order'), markedBy(pinned)];
  const [accepted, acceptedRev] = [placeOf(own(question, 'accepted')), own(question, 'acceptedRev')];
  const answers = placeOf(own(value, 'answers'));
  const endorsed = markedBy(own(value, 'endorsed'));
  return {
    ...(pinner !== null && Number.isFinite(order) ? { pinned: { ...pinner, order: order as number } } : {}),
    ...(isObject(question)
      ? {
          question: accepted === null ? {} : { accepted, ...(isCount(acceptedRev) ? { acceptedRev } : {}) },
        }
      : {}),
    ...(answers === null ? {} : { answers }),
    ...(endorsed === null ? {} : { endorsed }),
  };
}

function markedBy(value: unknown): { by: UserId; at: number } | null {
  const [by, at] = [own(value, 'by'), own(value, 'at')];
  return isUuid(by) && isCount(at) ? { by: by as string as UserId, at } : null;
}

function placeOf(value: unknown): MessagePlace | null {
  const [id, seq] = [own(value, 'id'), own(value, 'seq')];
  return isUuid(id) && isCount(seq) ? { id: id as string as MessageId, seq } : null;
}

function anchorOf(value: unknown): NoteAnchor | null {
  if (value === undefined) return null;
  const [note, from, to, quote] = ['note', 'from', 'to', 'quote'].map((key) => own(value, key));
  const anchor = check(NoteAnchorSchema, { note, from, to, quote });
  return anchor.ok ? anchor.value : null;
}

/** What is no reaction is passed over; the words of the message stand all the same. */
const reactionsOf = (value: unknown): readonly Reaction[] =>
  Array.isArray(value) ? value.flatMap((each) => reactionOf(each) ?? []) : [];

function reactionOf(value: unknown): Reaction | null {
  const emoji = check(EmojiSchema, own(value, 'emoji'));
  const by = own(value, 'by');
  if (!emoji.ok || !Array.isArray(by) || by.length === 0 || !by.every(isUuid)) return null;
  return { emoji: emoji.value, by: by as string[] as UserId[] };
}

/** A value's own property, never an inherited one. */
export const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** `seq`, `rev` and times: whole and not negative. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
