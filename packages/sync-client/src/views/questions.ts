import { type ChannelId, MAX_OPEN_QUESTIONS } from '@lectern/contracts';
import { ApiError } from '../api.ts';
import type { QuestionsView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { watchMarked } from './marked.ts';

/**
 * The open questions of a channel, newest first, and whether there may be others. Where not all messages are stored
 * the server is asked, once on every connection; every later change of what it answers reaches this device.
 */
export function openQuestions(
  context: ViewContext,
  channel: ChannelId,
  changed: () => void,
): OpenView<QuestionsView> {
  let isWhole: boolean | null = null;
  let told: QuestionsView['known'] = 'some';
  let wasLive = false;

  const ask = (): void => {
    const person = context.person();
    const isLive = person?.link.live ?? false;
    if (person !== null && isLive && !wasLive) {
      person.history
        .openQuestions(channel)
        .then(({ more }) => {
          told = more ? 'newest' : 'all';
        })
        .catch((error: unknown) => {
          if (!(error instanceof ApiError)) context.onFault(error);
        })
        .finally(changed);
    }
    wasLive = isLive;
    changed();
  };
  const marked = watchMarked(
    context,
    channel,
    {
      async read(mirror) {
        const { ranges } = await mirror.readProgress(channel);
        isWhole = ranges.length === 1 && ranges[0]!.from === 0;
        return mirror.readOpenQuestions(channel, MAX_OPEN_QUESTIONS);
      },
      isWanted: ({ question }) => question !== undefined && question.accepted === undefined,
    },
    changed,
  );
  const stop = context.topics.on(['connection', 'session'], ask);
  ask();

  return {
    read() {
      const items = marked.items()?.toSorted((a, b) => b.record.seq - a.record.seq);
      if (items === undefined || isWhole === null) return undefined;
      if (isWhole) return { items, known: items.length >= MAX_OPEN_QUESTIONS ? 'newest' : 'all' };
      return { items, known: told };
    },
    close() {
      stop();
      marked.close();
    },
  };
}
