import {
  type ChannelId,
  MAX_NOTE_QUESTIONS,
  type Message,
  type NoteBody,
  type NoteId,
} from '@lectern/contracts';
import { QuestionPlaces } from '../notes/question-places.ts';
import type { NoteQuestionsView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import { askWhenLive } from './ask-when-live.ts';
import type { ViewContext } from './context.ts';
import { watchMarked } from './marked.ts';
import { watchNotes } from './watch-notes.ts';

type Items = NoteQuestionsView['items'];

/**
 * What was asked about a note, newest first, and where in it. What this device lacks is asked of the server; what waits
 * here stands among the others. It does not open the note: who shows its questions shows the note too.
 */
export function openNoteQuestions(
  context: ViewContext,
  { channel, note }: { readonly channel: ChannelId; readonly note: NoteId },
  changed: () => void,
): OpenView<NoteQuestionsView> {
  let known: NoteQuestionsView['known'] = 'some';
  let last: { items: Items; body: NoteBody | null; places: NoteQuestionsView['places'] } | null = null;

  const found = new QuestionPlaces();
  const marked = watchMarked(
    context,
    channel,
    {
      read: (mirror) => mirror.readAboutNote(channel, note, MAX_NOTE_QUESTIONS),
      isWanted: ({ anchor }) => anchor?.note === note,
    },
    changed,
  );
  const notes = watchNotes(context, [`note:${note}`], changed);
  const stops = [
    askWhenLive(
      context,
      async ({ history }) => {
        const { more } = await history.questions(channel, note);
        known = more ? 'newest' : 'all';
      },
      changed,
    ),
    () => notes.close(),
  ];

  return {
    read() {
      const items = marked.items()?.toSorted((a, b) => b.record.seq - a.record.seq);
      if (items === undefined) return undefined;
      const copy = notes.present()?.notes.copyOf(note);
      const here = copy?.isHere ? { doc: copy.document.doc, body: copy.body } : null;
      if (last?.body !== (here?.body ?? null) || !areSame(last!.items, items)) {
        const places =
          here === null
            ? {}
            : found.of(
                here,
                items.map(({ record }) => record),
              );
        last = { items, body: here?.body ?? null, places };
      }
      return { items, known, places: last!.places };
    },
    close() {
      for (const stop of stops) stop();
      marked.close();
    },
  };
}

const areSame = (before: Items, now: Items): boolean =>
  before.length === now.length && before.every(({ record }, at) => isAbout(record, now[at]!.record));
const isAbout = (before: Message, now: Message): boolean =>
  before.id === now.id && before.anchor?.quote === now.anchor?.quote;
