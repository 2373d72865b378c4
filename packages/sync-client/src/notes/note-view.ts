import { readNote } from '@lectern/channel-doc';
import type { ChannelId, NoteBody, NoteId } from '@lectern/contracts';
import type { NoteAside } from '@lectern/local-store';
import * as Y from 'yjs';
import type { NoteRung, NoteView } from '../note-port.ts';
import type { Notes } from './notes.ts';

const NOTHING: NoteBody = { blocks: [] };

/**
 * A note as its readers see it. Blocks that have not changed are the objects that they were, and while nothing at all has
 * changed the answer is `last` itself.
 */
export function readNoteView(
  notes: Notes,
  channel: ChannelId,
  note: NoteId,
  isReady: boolean,
  last: NoteView | null,
): NoteView {
  const copy = notes.copyOf(note);
  const isHere = copy?.isHere === true;
  const isReadable = !isReady || notes.lists.isReadable(channel);
  const aside = notes.journal.setAsides.findLast((each) => each.note === note);
  const view: NoteView = {
    note: isReadable ? notes.lists.itemOf(channel, note) : null,
    state: stateOf(),
    body: isHere && isReadable ? copy.body : NOTHING,
    mayEdit: isReadable && notes.mayEdit(note, channel) === true,
    rung: rungOf(notes, note),
    changed: isHere && isReadable ? notes.looks.newsOf(note) : null,
    setAside: aside === undefined ? null : { at: aside.at, body: bodyOf(aside) },
  };
  return last !== null && isSame(view, last) ? last : view;

  function stateOf(): NoteView['state'] {
    if (!isReadable || notes.lists.isGone(note, channel)) return 'gone';
    if (isHere) return 'here';
    const isBeingRead = copy?.isLoaded === false;
    return isBeingRead || notes.isComing ? 'loading' : 'needs-connection';
  }
}

/** Where what this device wrote in a note is. */
export function rungOf(notes: Notes, note: NoteId): NoteRung {
  const rows = notes.journal.of(note);
  const changes = rows.reduce((sum, row) => sum + row.changes, 0);
  return { state: stateOf(), changes, since: rows[0]?.since ?? null };

  function stateOf(): NoteRung['state'] {
    const copy = notes.copyOf(note);
    if (rows.length === 0 && copy?.document.local !== true) return 'server';
    if (copy?.isSending === true && notes.isLive) return 'sending';
    return rows.some(({ written }) => written === 'adrift') ? 'unsaved' : 'device';
  }
}

/** What was set aside does not change: it is read once. */
const bodies = new WeakMap<NoteAside, NoteBody>();
function bodyOf(aside: NoteAside): NoteBody {
  const known = bodies.get(aside);
  if (known !== undefined) return known;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, aside.copy);
  const body = readNote(doc);
  doc.destroy();
  bodies.set(aside, body);
  return body;
}

const isSame = (a: NoteView, b: NoteView): boolean =>
  a.body === b.body &&
  a.setAside?.body === b.setAside?.body &&
  a.state === b.state &&
  a.mayEdit === b.mayEdit &&
  JSON.stringify([a.note, a.rung, a.changed]) === JSON.stringify([b.note, b.rung, b.changed]);
