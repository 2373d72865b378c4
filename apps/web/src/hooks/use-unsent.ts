import { useView } from './use-view.ts';

/**
 * How much of this device is not on the server, and how much it did not take. Notes that are on their way while there is a
 * connection are left out: each keystroke is, for a moment, and the note itself says so.
 */
export function useUnsent(): { readonly waiting: number; readonly refused: number } {
  const pending = useView('pending', null) ?? [];
  const connection = useView('connection', null);
  const refusedOps = pending.filter((each) => each.rung === 'refused').length;
  const notes = connection === undefined || connection.state === 'connected' ? 0 : connection.waitingNotes;
  return {
    waiting: pending.length - refusedOps + notes,
    refused: Math.max(refusedOps, connection?.refused ?? 0),
  };
}
