import type { ChannelId } from '@lectern/contracts';
import type { MirrorStore } from '@lectern/local-store';
import type { History } from './history.ts';
import type { DatePlace } from './port-values.ts';

/**
 * The first message of a channel from a moment on: from the store where it can be sure, else from the server, whose
 * page is stored, so that the place is there when it is gone to. Without a connection the nearest that is stored.
 */
export async function placeOfDate(
  store: MirrorStore,
  history: Pick<History, 'page'>,
  channel: ChannelId,
  at: number,
): Promise<DatePlace> {
  const here = await placeHere(store, channel, at);
  if (here.sure || !(await history.page(channel, { at }))) return here;
  return { ...(await placeHere(store, channel, at)), sure: true };
}

async function placeHere(store: MirrorStore, channel: ChannelId, at: number): Promise<DatePlace> {
  const before = await store.lastSeqBefore(channel, at);
  const { ranges, cursor } = await store.readProgress(channel);
  const later = ranges.filter(({ to }) => to > before);
  // A range that reaches down to the last message before shows that none is missing in between.
  const joins = later.length === 0 ? ranges.at(-1)?.to === before : later[0]!.from <= before + 1;
  for (const range of later) {
    // Replies that stand in their threads alone are no places to go to: others follow, in this range or a later one.
    const anchor = Math.max(before, range.from);
    const { records } = await store.readWindow(channel, { anchor, before: 1, after: 1 });
    const found = records.find(({ seq }) => seq > before);
    if (found !== undefined) return { seq: found.seq, sure: joins && range === later[0] };
  }
  // The end of what is stored is the channel's, as far as this device has heard, once its document has been seen.
  return { seq: null, sure: joins && later.length <= 1 && cursor !== null };
}
