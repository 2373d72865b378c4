import type { ChannelId } from '@lectern/contracts';
import type { AwayView } from '../port.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';

/** What changed in a channel while the person was away from it. */
export function openAway(
  context: ViewContext,
  channel: ChannelId,
  changed: () => void,
): OpenView<AwayView | null> {
  let digest: AwayView | null | undefined;
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = looking;
    if (looking) return;
    looking = true;
    do {
      again = false;
      const background = await context.person()?.background.get().catch(context.onFault);
      digest = (await background?.away.digest(channel).catch(context.onFault)) ?? null;
    } while (again);
    looking = false;
    changed();
  };
  const stop = context.topics.on(['session', `away:${channel}`, `channel:${channel}`], look);
  look();
  return { read: () => digest, close: stop };
}
