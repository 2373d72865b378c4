import type { ChannelId, Message, MessageId, NoteId, UserId } from '@lectern/contracts';
import { PROVISIONAL_SEQ } from '@lectern/sync-client';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../components/icons.tsx';
import { useView } from '../../hooks/use-view.ts';
import { number } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';
import { messageAddress } from '../channel/addresses.ts';
import { MarkedMessage } from '../channel/marked-message.tsx';

export interface NoteQuestionsShown {
  /** Counts in the margin, by block. */
  readonly beside: ReadonlyMap<string, ReactNode>;
  readonly all: readonly Message[];
  /** Whether it is known on this device what was asked. */
  readonly areKnown: boolean;
  /** The passage that a question is about, or the list below when nothing of it is left. */
  elementOf(question: MessageId, elementOf: (block: string) => HTMLElement | null): HTMLElement | null;
}

const NONE: NoteQuestionsShown = { beside: new Map(), all: [], areKnown: false, elementOf: () => null };
const BELOW = 'note-questions';

/** Questions about passages of a note, and where in it they stand: those of whose passage nothing is left, nowhere. */
export function useNoteQuestions(channel: ChannelId, note: NoteId): NoteQuestionsShown {
  const view = useView('noteQuestions', { channel, note });
  // A new value comes with every keystroke of anybody, and mostly says the same.
  const key = view && JSON.stringify([view.items.map(({ record }) => record), view.places]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what the view says
  return useMemo(() => {
    if (!view || view.items.length === 0) return { ...NONE, areKnown: view !== undefined };
    const all = view.items.map(({ record }) => record);
    const here = Map.groupBy(
      all.filter(({ id }) => view.places[id] !== undefined),
      ({ id }) => view.places[id]!,
    );
    const beside = new Map(
      [...here].map(([block, list]) => [block, <Count key={block} channel={channel} questions={list} />]),
    );
    return {
      beside,
      all,
      areKnown: true,
      elementOf: (question, elementOf) =>
        elementOf(view.places[question] ?? '') ?? document.getElementById(BELOW),
    };
  }, [key, channel]);
}

function Count({ channel, questions }: { channel: ChannelId; questions: readonly Message[] }) {
  const label = noteWords.asked(questions.length);
  // What waits here is in no place of the channel yet.
  const first = questions.find(({ seq }) => seq < PROVISIONAL_SEQ);
  const inner = (
    <>
      <Icon name="question" size={14} />
      {number(questions.length)}
    </>
  );
  const said = { 'data-aside': '', 'aria-label': label, 'data-tip': label, className: COUNT };
  return first ? (
    <Link href={messageAddress(channel, first)} {...said}>
      {inner}
    </Link>
  ) : (
    <span role="img" {...said}>
      {inner}
    </span>
  );
}

const COUNT =
  'note-tools tabular absolute -end-12 top-0.5 flex min-h-6 items-center gap-1 rounded-full bg-accent-soft px-1.5 text-meta font-medium text-accent-text max-tablet:-end-3 max-tablet:-top-2';

/** All of them, below the note. */
export function QuestionsBelow({
  questions: { all },
  channel,
  nameOf,
}: {
  questions: NoteQuestionsShown;
  channel: ChannelId;
  nameOf: (user: UserId) => string;
}) {
  if (all.length === 0) return null;
  return (
    <section id={BELOW} tabIndex={-1} className="note-tools mt-14 border-t border-line pt-5">
      <h2 className="mb-1 text-small font-semibold text-soft">{noteWords.askedNote(all.length)}</h2>
      <ol className="-mx-2 flex flex-col gap-px">
        {all.map((question) => (
          <MarkedMessage
            key={question.id}
            record={question}
            href={messageAddress(channel, question)}
            nameOf={nameOf}
            note={question.anchor && `“${question.anchor.quote}”`}
          />
        ))}
      </ol>
    </section>
  );
}
