import { channelsOf } from '../catalog.ts';
import type { ChannelHeld } from '../coverage.ts';
import { bytesOf } from '../fill.ts';
import type { CoverageView, StoredHistoryView } from '../port-values.ts';
import type { OpenView } from '../view-host.ts';
import type { ViewContext } from './context.ts';
import { rereading } from './rereading.ts';

/** How far back each channel is on this device. */
export const openCoverage = (context: ViewContext, changed: () => void): OpenView<CoverageView> =>
  openHeld(context, changed, (held) => ({
    channels: held.map(({ channel, whole, since }) => ({ channel, whole, since })),
  }));

/** How much of the history is on this device, how much may be, and whether more is coming. */
export const openStoredHistory = (context: ViewContext, changed: () => void): OpenView<StoredHistoryView> =>
  openHeld(context, changed, (held) => {
    const fill = context.person()?.background.now?.fill;
    if (fill === undefined) return undefined;
    const open = held.filter(({ whole }) => !whole);
    // From the latest of these times on, everything of every channel is here.
    const times = open.map(({ from, since }) => (from === null ? null : since));
    const since = times.includes(null) ? null : Math.max(...(times as number[]));
    return {
      state: fill.stateOf(held),
      budget: fill.budget,
      bytes: bytesOf(held),
      channels: held.length,
      wholeChannels: held.length - open.length,
      since: open.length === 0 ? null : since,
    };
  });

/** A view of what is held, looked at anew when rows have been written. */
function openHeld<Value>(
  context: ViewContext,
  changed: () => void,
  read: (held: readonly ChannelHeld[]) => Value | undefined,
): OpenView<Value> {
  let held: readonly ChannelHeld[] | null = null;
  const { look, close } = rereading(
    async () => {
      const person = context.person();
      const channels = person === null ? [] : channelsOf(person.catalog).map(({ id }) => id);
      const background = await person?.background.get();
      const found = (await background?.coverage.look(channels)) ?? null;
      if (context.person() !== person) return false;
      held = found;
      return true;
    },
    changed,
    context.onFault,
  );
  const stop = context.topics.on(['session', 'facts', 'connection', 'coverage'], look);
  return {
    read: () => (held === null ? undefined : read(held)),
    close() {
      close();
      stop();
    },
  };
}
