import {
  type ChannelId,
  isTombstone,
  type Message,
  type NoteBody,
  type NoteId,
  type NoteQuestions,
  type UserId,
} from '@lectern/contracts';
import { blockWords } from '@lectern/rich-text/notes';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { Icon } from '../../components/icons.tsx';
import { useAsk } from '../../hooks/use-call.ts';
import { type Answer, api } from '../../http/api.ts';
import { number } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';
import { messageAddress } from '../channel/addresses.ts';
import { MarkedMessage } from '../channel/marked-message.tsx';

export interface NoteQuestionsShown {
  /** Counts in the margin, by block. */
  readonly beside: ReadonlyMap<string, ReactNode>;
  readonly all: readonly Message[];
}

/**
 * Questions about passages of a note, as the server tells them. A question stands beside the first block in which its
 * quote is still to be read; of one whose words have changed, only the list below speaks.
 */
export function useNoteQuestions(
  channel: ChannelId,
  { id, waiting }: { readonly id: NoteId; readonly waiting: boolean },
  body: NoteBody,
): NoteQuestionsShown {
  // Of a note that was just made here the server knows nothing yet.
  const asked = useAsk(`${id} ${waiting}`, async () =>
    waiting ? NOBODY_ASKED : api.noteQuestions(channel, id),
  );
  const questions = asked.state === 'answered' ? asked.value.questions : NONE;
  return useMemo(() => {
    const all = questions.flatMap((record) => (isTombstone(record) ? [] : [record]));
    const here = new Map<string, Message[]>();
    // The words of all blocks are a keystroke's work, for nothing where nobody asked.
    const blocks = all.length === 0 ? [] : body.blocks;
    const places = blocks.map((block) => ({ id: block.id, words: plain(blockWords(block)) }));
    for (const question of all) {
      const quote = plain(question.anchor?.quote ?? '');
      const place =
        quote === '' ? undefined : places.find(({ words }) => words.includes(quote.slice(0, COMPARED)));
      if (place) here.set(place.id, [...(here.get(place.id) ?? []), question]);
    }
    const beside = new Map(
      [...here].map(([id, list]) => [id, <Count key={id} channel={channel} questions={list} />] as const),
    );
    return { beside, all };
  }, [questions, body, channel]);
}

const NONE: readonly never[] = [];
const NOBODY_ASKED: Answer<NoteQuestions> = { ok: true, value: { questions: NONE, more: false } };
/** Characters of a quote that tell it from others: it may go on in the next block. */
const COMPARED = 80;
const plain = (text: string): string => text.replaceAll(/[\s$]+/g, '');

function Count({ channel, questions }: { channel: ChannelId; questions: readonly Message[] }) {
  const label = noteWords.asked(questions.length);
  return (
    <Link
      href={messageAddress(channel, questions[0]!)}
      data-aside=""
      aria-label={label}
      data-tip={label}
      className="note-tools tabular absolute -end-12 top-0.5 flex min-h-6 items-center gap-1 rounded-full bg-accent-soft px-1.5 text-meta font-medium text-accent-text max-tablet:-end-3 max-tablet:-top-2"
    >
      <Icon name="question" size={14} />
      {number(questions.length)}
    </Link>
  );
}

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
    <section className="note-tools mt-14 border-t border-line pt-5">
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
