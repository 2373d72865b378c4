import type { ChannelId } from '@lectern/contracts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';

/** The channel that a dialog is about; null when it has gone meanwhile. */
export const useFoundChannel = (id: ChannelId): FoundChannel | null => findChannel(useSidebar(), id);
