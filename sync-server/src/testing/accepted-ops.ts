import type { ChannelId, Op, UserId } from '@lectern/contracts';
import type { SimulatedDevice } from './simulated-device.ts';

/** Ops that had an effect, in the order in which they had it. */
export const acceptedIn = (devices: readonly SimulatedDevice[], channel: ChannelId): [UserId, Op][] =>
  devices
    .flatMap(({ user, journal, outcomes }) =>
      journal.flatMap((op) => {
        const outcome = outcomes.get(op.id);
        return op.channel === channel && outcome?.ok ? [{ user, op, rev: outcome.rev }] : [];
      }),
    )
    .sort((a, b) => a.rev - b.rev)
    .map(({ user, op }) => [user, op]);
