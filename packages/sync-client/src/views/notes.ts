import type { ChannelId, NoteId } from '@lectern/contracts';
import type { NoteChanges, NoteItem, NoteView, UnsentNote } from '../note-port.ts';
import { readNoteView, rungOf } from '../notes/note-view.ts';
import type { Notes } from '../notes/notes.ts';
import { runsOf } from '../notes/words-of.ts';
import type { Person } from '../person.ts';
import type { Topic } from '../topics.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { rereading } from './rereading.ts';
import { watchNotes } from './watch-notes.ts';

/** The notes of a channel. */
export const openNotes = (
  context: ViewContext,
  channel: ChannelId,
  changed: () => void,
): OpenView<readonly NoteItem[]> =>
  openOfNotes(context, [`notes:${channel}`, `ops:${channel}`], changed, (notes) =>
    notes.lists.itemsOf(channel),
  );

/** What one note says. As long as it is looked at it is kept up to date. */
export function openNote(
  context: ViewContext,
  { channel, note }: { readonly channel: ChannelId; readonly note: NoteId },
  changed: () => void,
): OpenView<NoteView> {
  let last: NoteView | null = null;
  const topics: readonly Topic[] = [
    `note:${note}`,
    `notes:${channel}`,
    `ops:${channel}`,
    'connection',
    'facts',
  ];
  const view = openOfNotes(
    context,
    topics,
    changed,
    (notes, person) => {
      last = readNoteView(notes, channel, note, person.ready, last);
      return last;
    },
    (notes) => notes.demand.use(note),
  );
  // A note may be long, and nothing of it needs to be looked at to see that nothing has changed.
  return { ...view, isShared: true };
}

/** What changed in a note since its person last read it here, word by word. */
export function openNoteChanges(
  context: ViewContext,
  { channel, note }: { readonly channel: ChannelId; readonly note: NoteId },
  changed: () => void,
): OpenView<NoteChanges | null> {
  let changes: NoteChanges | null | undefined;
  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const notes = await person?.openNotes();
      const isReadable = notes?.lists.isReadable(channel) && !notes.lists.isGone(note, channel);
      const read = isReadable ? await notes!.looks.changesOf(note) : null;
      if (person !== context.person()) return false;
      changes = read;
      return true;
    },
    changed,
    context.onFault,
  );
  const stop = context.topics.on(['session', `note:${note}`, `notes:${channel}`], look);
  return {
    read: () => changes,
    close() {
      close();
      stop();
    },
  };
}

export const openUnsentNotes = (context: ViewContext, changed: () => void): OpenView<readonly UnsentNote[]> =>
  openOfNotes(context, ['unsentNotes', 'connection'], changed, (notes) => {
    const { journal, lists } = notes;
    const waiting = [...journal.notes];
    const unsent = new Set([...waiting, ...journal.setAsides.map(({ note }) => note)]);
    return [...unsent]
      .map((note): UnsentNote => {
        const aside = journal.setAsides.findLast((each) => each.note === note);
        const channel = lists.channelOf(note) ?? aside!.channel;
        return {
          note,
          channel,
          title: lists.titleOf(note, channel),
          channelName: lists.channelNameOf(note, channel),
          rung: rungOf(notes, note),
          text: runsOf(journal.of(note).map(({ update }) => update)).join('\n'),
          setAside: aside?.at ?? null,
        };
      })
      .sort((a, b) => startOf(a) - startOf(b));
  });

const startOf = ({ rung, setAside }: UnsentNote): number => rung.since ?? setAside ?? 0;

/** A view of the notes of whoever is signed in; it has no value until they are there. */
function openOfNotes<Value>(
  context: ViewContext,
  topics: readonly Topic[],
  changed: () => void,
  read: (notes: Notes, person: Person) => Value,
  use?: (notes: Notes) => () => void,
): OpenView<Value> {
  const watched = watchNotes(context, topics, changed, use);
  return {
    read() {
      const present = watched.present();
      return present === null ? undefined : read(present.notes, present.person);
    },
    close: watched.close,
  };
}
