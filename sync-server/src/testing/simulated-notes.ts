import { isDeepStrictEqual } from 'node:util';
import {
  type ChannelId,
  isNoteOp,
  isTombstone,
  type MessageRecord,
  type NoteAnchor,
  type NoteEntry,
  type NoteId,
  type NoteOp,
  type Op,
  type UserId,
} from '@lectern/contracts';
import type { Random } from '@lectern/test-kit';
import { acceptedIn } from './accepted-ops.ts';
import type { SimulatedDevice } from './simulated-device.ts';

/** Something that a person might do to the list of a channel's notes; students are refused. */
export function randomNoteOp(
  { pick, chance, int, uuid }: Random,
  base: Pick<Op, 'id' | 'channel' | 'at'>,
  known: readonly NoteId[],
): NoteOp {
  const [title, order] = [`note of ${base.id}`, int(1, 6) / 2];
  if (known.length === 0 || chance(0.3)) {
    // Now and then under an id that is taken.
    const note = known.length > 0 && chance(0.2) ? pick(known) : (uuid() as NoteId);
    return { ...base, kind: 'note.create', note, title, order, template: 'blank' };
  }
  return {
    ...base,
    kind: 'note.change',
    note: pick(known),
    ...(chance(0.4) ? { title } : {}),
    ...(chance(0.5) ? { order } : {}),
    ...(chance(0.5) ? { pinned: chance(0.5) } : {}),
    ...(chance(0.3) ? { archived: chance(0.5) } : {}),
  };
}

/** A passage of a note that one knows of, or of none that there is. */
export const randomAnchor = ({ pick, chance, uuid }: Random, known: readonly NoteId[]): NoteAnchor => ({
  note: known.length > 0 && chance(0.9) ? pick(known) : (uuid() as NoteId),
  from: 'AAE=',
  to: 'AAI=',
  quote: `passage ${uuid()}`,
});

/** Notes of a channel that a device sees, and those that it has made itself. */
export const notesKnownTo = (device: SimulatedDevice, channel: ChannelId): NoteId[] => [
  ...device.notes(channel).map(({ id }) => id),
  ...device.journal.flatMap((op) => (op.kind === 'note.create' && op.channel === channel ? [op.note] : [])),
];

/** Notes that somebody has been told are made. */
export const notesMade = (devices: readonly SimulatedDevice[]): NoteId[] =>
  devices.flatMap(({ journal, outcomes }) =>
    journal.flatMap((op) => (op.kind === 'note.create' && outcomes.get(op.id)?.ok ? [op.note] : [])),
  );

/** What the servers were told of writing in notes: `isSure` once they have said that it is done. */
export interface NoteEdit {
  readonly note: NoteId;
  readonly by: UserId;
  readonly at: number;
  isSure: boolean;
}

type Told = Pick<NoteEntry, 'title' | 'order' | 'pinned' | 'archived' | 'by'>;

/**
 * What was accepted in a channel, told again in its order: where its list of notes, or the passages of its messages,
 * differ from that; null when they do not.
 */
export function tellNotes(
  devices: readonly SimulatedDevice[],
  channel: ChannelId,
  stored: readonly NoteEntry[],
  rows: ReadonlyMap<string, MessageRecord>,
  edits: readonly NoteEdit[],
): string | null {
  const told = new Map<string, Told>();
  for (const [user, op] of acceptedIn(devices, channel)) {
    if (isNoteOp(op)) tell(told, user, op);
    if (op.kind !== 'send') continue;
    const record = rows.get(op.id)!;
    const anchor = isTombstone(record) ? undefined : record.anchor;
    if (op.anchor !== undefined && !told.has(op.anchor.note))
      return `${op.id} is about a note that was not there`;
    if (!isTombstone(record) && !isDeepStrictEqual(anchor, op.anchor)) return `${op.id} has another passage`;
    if (isTombstone(record) && 'anchor' in record) return `${op.id} is deleted and quotes`;
  }
  const wanted = [...told].map(([id, fields]) => ({ id, ...fields })).sort(byPlace);
  const listed = stored.map(({ id, title, order, pinned, archived, by }) => ({
    id,
    title,
    order,
    pinned,
    archived,
    by,
  }));
  if (!isDeepStrictEqual(listed, wanted)) return JSON.stringify({ listed, wanted });
  for (const { id, edited } of stored) {
    const said = edits.filter(({ note }) => note === id);
    const last = Math.max(0, ...said.filter(({ isSure }) => isSure).map(({ at }) => at));
    if ((edited?.at ?? 0) < last) return `${id} was edited at ${last}, not ${edited?.at}`;
    if (edited && !said.some(({ by, at }) => by === edited.by && at === edited.at))
      return `${id} was never edited by ${edited.by}`;
  }
  return null;
}

function tell(told: Map<string, Told>, user: UserId, op: NoteOp): void {
  if (op.kind === 'note.create') {
    const { title, order } = op;
    told.set(op.note, { title, order, pinned: false, archived: false, by: user });
    return;
  }
  const before = told.get(op.note)!;
  const { title = before.title, order = before.order } = op;
  const { pinned = before.pinned, archived = before.archived } = op;
  told.set(op.note, { title, order, pinned, archived, by: before.by });
}

const byPlace = (a: { order: number; id: string }, b: { order: number; id: string }): number =>
  a.order - b.order || (a.id < b.id ? -1 : 1);
