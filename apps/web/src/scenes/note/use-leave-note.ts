import type { ChannelId } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { media, useMedia } from '../../hooks/use-media.ts';
import { isBesideChannel } from '../channel/addresses.ts';

/** Leads from a note to its channel: back to the place in it from which the note was opened, if it was. */
export function useLeaveNote(channel: ChannelId): () => void {
  const [, navigate] = useLocation();
  const phone = useMedia(media.phone);
  return () => {
    if (isBesideChannel()) history.back();
    // On a phone the way back is always towards the start, and never into the note again.
    else navigate(`/c/${channel}`, { replace: phone });
  };
}
