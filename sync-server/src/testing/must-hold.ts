import { isDeepStrictEqual } from 'node:util';
import { repliesOf } from '@lectern/channel-doc';
import { type ChannelId, isTombstone, type MessageRecord } from '@lectern/contracts';
import type { SimulatedDevice } from './simulated-device.ts';

/** What must hold at the end of a simulated world, told from what its people did and what is stored of it. */

type Devices = readonly SimulatedDevice[];
/** Rows of a channel by their message. */
type Places = ReadonlyMap<string, MessageRecord>;

export function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`must hold: ${what}`);
}

/** Of what a person said with one emoji to one message, the last that was accepted stands, and nothing else. */
export function checkReactions(devices: Devices, channel: ChannelId, place: Places): void {
  const said = new Map<string, { rev: number; on: boolean }>();
  for (const { user, journal, outcomes } of devices) {
    for (const op of journal) {
      const outcome = outcomes.get(op.id);
      if (op.kind !== 'react' || op.channel !== channel || !outcome?.ok) continue;
      const key = `${op.message} ${op.emoji} ${user}`;
      if ((said.get(key)?.rev ?? 0) < outcome.rev) said.set(key, { rev: outcome.rev, on: op.on });
    }
  }
  const wanted = [...said].flatMap(([key, { on }]) =>
    on && !isTombstone(place.get(key.split(' ')[0]!)!) ? [key] : [],
  );
  const stored = [...place.values()].flatMap((record) =>
    isTombstone(record)
      ? []
      : (record.reactions ?? []).flatMap(({ emoji, by }) =>
          by.map((user) => `${record.id} ${emoji} ${user}`),
        ),
  );
  must(isDeepStrictEqual(stored.toSorted(), wanted.toSorted()), `reactions ${stored}, said ${wanted}`);
}

/** Every thread's first message says of its living replies what they are. */
export function checkThreads(records: readonly MessageRecord[], place: Places): void {
  const threads = new Map<string, MessageRecord[]>(records.map(({ id }) => [id, []]));
  for (const record of records) {
    if (record.thread === undefined) continue;
    const root = place.get(record.thread.id);
    must(root !== undefined && root.thread === undefined, 'a thread begins at a message that is in none');
    must(root?.seq === record.thread.seq, 'a reply knows the place of its thread');
    if (!isTombstone(record)) threads.get(record.thread.id)!.push(record);
  }
  for (const [root, replies] of threads) {
    const [said, wanted] = [place.get(root)!.replies, repliesOf(replies)];
    must(
      isDeepStrictEqual(said, wanted),
      `${root} says ${JSON.stringify(said)} of ${JSON.stringify(wanted)}`,
    );
  }
}

/** Every op of a device has its outcome, and each outcome is what the rows show. */
export function checkDevice(device: SimulatedDevice, channel: ChannelId, place: Places): void {
  let last = 0;
  for (const op of device.journal) {
    if (op.channel !== channel) continue;
    const outcome = device.outcomes.get(op.id);
    must(outcome !== undefined, `an outcome of ${op.id}`);
    if (op.kind === 'send' && outcome!.ok) {
      const record = place.get(op.id);
      must(
        record !== undefined && record.seq === (outcome as { seq: number }).seq,
        `${op.id} where its outcome says`,
      );
      const reply = isTombstone(record!) ? undefined : record!.reply;
      must(reply?.id === op.reply || isTombstone(record!), 'an answer names what it answers');
      must(reply === undefined || reply.seq === place.get(reply.id)?.seq, 'an answer knows the place');
      must(record!.author === device.user, 'the author is whose document it was');
      must(record!.seq > last, 'one device’s messages keep their order');
      last = record!.seq;
    }
    if (op.kind === 'delete' && outcome!.ok) {
      must(isTombstone(place.get(op.message)!), `${op.message} stays deleted`);
    }
  }
}
