import type { ChannelId } from '@lectern/contracts';
import type { DatePlace } from '@lectern/sync-client';
import { useLocation } from 'wouter';
import { usePage } from '../../hub/hub-context.tsx';

/** Finds the first message of a channel from a moment on, and goes there. */
export function useJumpTo(channel: ChannelId): {
  readonly find: (at: number) => Promise<DatePlace | null>;
  readonly go: (seq: number | null, options?: { readonly replace: boolean }) => void;
} {
  const { hub } = usePage();
  const [path, navigate] = useLocation();
  return {
    find: (at) => hub.command('placeOf', { channel, at }).catch(() => null),
    go: (seq, options) => {
      const address = seq === null ? `/c/${channel}` : `/c/${channel}/m/${seq}`;
      if (address !== path) return navigate(address, options);
      // The address says already where to stand, and the reader has gone elsewhere since: it is left and entered anew.
      navigate(`/c/${channel}`, { replace: true });
      requestAnimationFrame(() => navigate(address, { replace: true }));
    },
  };
}
