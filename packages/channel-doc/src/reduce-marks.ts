import {
  isTombstone,
  type Message,
  type MessageId,
  type MessageMarks,
  type MessagePlace,
  type MessageRecord,
  type Question,
} from '@lectern/contracts';
import type { MarkEffect } from './judge-marks.ts';

/** What a message is after an effect on its marks. Only its number changes when the effect says what is so already. */
export function reduceMark(
  before: Message,
  effect: MarkEffect,
  { rev, at }: { rev: number; at: number },
): Message {
  const marked = (marks: { [K in keyof MessageMarks]?: MessageMarks[K] | undefined }): Message => {
    const { pinned, question, answers, endorsed, ...rest } = before;
    const all = Object.entries({ pinned, question, answers, endorsed, ...marks });
    return { ...rest, rev, ...Object.fromEntries(all.filter(([, mark]) => mark !== undefined)) };
  };
  const { pinned, question, endorsed } = before;
  switch (effect.kind) {
    case 'pin': {
      const { by, order } = effect;
      // A pin that is moved stays the pin of whoever put it there.
      return marked({ pinned: order === null ? undefined : { by, at, ...pinned, order } });
    }
    case 'question':
      return marked({ question: effect.on ? (question ?? {}) : undefined });
    case 'accept':
      return marked({ question: question && acceptedBy(question, effect.answer, rev) });
    case 'answer':
      return marked({ answers: effect.question ?? undefined });
    case 'endorse':
      return marked({ endorsed: effect.by === null ? undefined : (endorsed ?? { by: effect.by, at }) });
  }
}

/** The same answer once more is no news. */
const acceptedBy = (question: Question, answer: MessagePlace | null, rev: number): Question => {
  if (answer === null) return {};
  const isSame = question.accepted?.id === answer.id;
  return { accepted: answer, acceptedRev: isSame ? (question.acceptedRev ?? rev) : rev };
};

/**
 * What an effect does at the other end of an accepted answer, since question and answer name each other: who deletes
 * the answer opens the question again. Asked before the effect is done.
 */
export function otherEnds(
  effect:
    | MarkEffect
    | { readonly kind: 'remove' | 'append' | 'replace' | 'react'; readonly message: MessageId },
  find: (message: MessageId) => MessageRecord | null,
): MarkEffect[] {
  const target = find(effect.message);
  if (target === null || isTombstone(target)) return [];
  const { id, seq, question, answers } = target;
  const accepted = question?.accepted?.id;
  const given =
    accepted === undefined ? [] : [{ kind: 'answer', message: accepted, question: null } as const];
  switch (effect.kind) {
    case 'accept': {
      if (effect.answer === null || question === undefined) return given;
      const taken = { kind: 'answer', message: effect.answer.id, question: { id, seq } } as const;
      return accepted === effect.answer.id ? [taken] : [...given, taken];
    }
    case 'question':
      return effect.on ? [] : given;
    case 'remove':
      return answers === undefined
        ? given
        : [...given, { kind: 'accept', message: answers.id, answer: null }];
    default:
      return [];
  }
}

/** Messages at whose other end something may happen with this one. */
export function endsOf(record: MessageRecord): MessageId[] {
  if (isTombstone(record)) return [];
  return [record.question?.accepted?.id, record.answers?.id].filter((id) => id !== undefined);
}
