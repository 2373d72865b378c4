import { type ChannelId, MAX_OPEN_QUESTIONS } from '@lectern/contracts';
import type { QuestionsView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import { askWhenLive } from './ask-when-live.ts';
import type { ViewContext } from './context.ts';
import { watchMarked } from './marked.ts';

/**
 * The open questions of a channel, newest first, and whether there may be others. Where not all messages are stored
 * the server is asked; every later change of what it answers reaches this device.
 */
export function openQuestions(
  context: ViewContext,
  channel: ChannelId,
  changed: () => void,
): OpenView<QuestionsView> {
  let isWhole: boolean | null = null;
  let told: QuestionsView['known'] = 'some';

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
  const stop = askWhenLive(
    context,
    async ({ history }) => {
      const { more } = await history.questions(channel, null);
      told = more ? 'newest' : 'all';
    },
    changed,
  );

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
