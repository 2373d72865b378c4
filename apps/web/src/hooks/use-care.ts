import type { ChannelId } from '@lectern/contracts';
import type { ChannelCare } from '@lectern/sync-client';
import { usePage } from '../hub/hub-context.tsx';

/** Says how much of a channel this person wants to hear, on all of their devices. */
export function useCare(): (channel: ChannelId, care: ChannelCare) => void {
  const { hub } = usePage();
  return (channel, care) => void hub.command('care', { channel, care }).catch(() => {});
}
