import type { ChannelId } from '@lectern/contracts';
import type { AwayView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { rereading } from './rereading.ts';

/** What changed in a channel while the person was away from it. */
export function openAway(
  context: ViewContext,
  channel: ChannelId,
  changed: () => void,
): OpenView<AwayView | null> {
  let digest: AwayView | null | undefined;
  const { look, close } = rereading(
    async () => {
      const background = await context.person()?.background.get();
      digest = (await background?.away.digest(channel)) ?? null;
      return true;
    },
    changed,
    context.onFault,
  );
  const stop = context.topics.on(['session', `away:${channel}`, `channel:${channel}`], look);
  return {
    read: () => digest,
    close() {
      close();
      stop();
    },
  };
}
