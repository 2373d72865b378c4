import type { ChannelId } from '@lectern/contracts';
import type { PinsView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { watchMarked } from './marked.ts';

/** The pinned messages of a channel, in the order of their places. */
export function openPins(context: ViewContext, channel: ChannelId, changed: () => void): OpenView<PinsView> {
  const marked = watchMarked(
    context,
    channel,
    {
      read: (mirror) => mirror.readPinned(channel),
      isWanted: ({ pinned }) => pinned !== undefined,
    },
    changed,
  );
  return {
    read() {
      const items = marked.items();
      if (items === undefined) return undefined;
      // Two devices may have given one place to two messages: then the one that came first stands first.
      const place = ({ pinned }: (typeof items)[number]['record']) => pinned?.order ?? 0;
      return {
        items: items.toSorted((a, b) => place(a.record) - place(b.record) || a.record.seq - b.record.seq),
      };
    },
    close: marked.close,
  };
}
