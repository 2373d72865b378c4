import { isTombstone, type MessageId } from '@lectern/contracts';
import { contentWords } from '@lectern/rich-text/search';
import type { LocalSearchAnswer, LocalSearchRequest, SimilarQuestion } from './port-values.ts';

/** Questions that are looked at for one word, the newest. */
const MOST_OF_WORD = 50;
/** Questions that are shown: as many as are read before one goes on typing. */
const MOST_SHOWN = 3;
/** Part of what a question is about that another one must share, each word weighted by how rare it is. */
const LEAST_SHARED = 0.4;

/**
 * Earlier questions on this device that are about the same, those with an accepted answer first. Each word is searched
 * for by itself, in all of its forms and mended where it was mistyped; a word of few questions counts more than one of
 * many, and a word that no question has counts most, against all of them.
 * @param find searches what this device holds
 */
export async function similarQuestions(
  text: string,
  find: (request: LocalSearchRequest) => Promise<LocalSearchAnswer>,
): Promise<readonly SimilarQuestion[]> {
  const words = contentWords(text);
  const shared = new Map<MessageId, { question: SimilarQuestion; weight: number; words: number }>();
  let all = 0;
  for (const word of words) {
    const { hits } = await find({ q: `has:question ${word}`, order: 'newest', limit: MOST_OF_WORD });
    const weight = Math.log(1 + MOST_OF_WORD / Math.max(1, hits.length));
    all += weight;
    for (const { message } of hits) {
      if (isTombstone(message)) continue;
      const known = shared.get(message.id);
      const question = { message, isAnswered: message.question?.accepted !== undefined };
      shared.set(message.id, {
        question,
        weight: (known?.weight ?? 0) + weight,
        words: (known?.words ?? 0) + 1,
      });
    }
  }
  return [...shared.values()]
    .filter((each) => each.weight >= LEAST_SHARED * all && each.words >= Math.min(2, words.length))
    .sort(
      (a, b) =>
        Number(b.question.isAnswered) - Number(a.question.isAnswered) ||
        b.weight - a.weight ||
        b.question.message.at - a.question.message.at,
    )
    .slice(0, MOST_SHOWN)
    .map(({ question }) => question);
}
