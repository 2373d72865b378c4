import type { ChannelId } from '@lectern/contracts';
import { useLocation } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { useView } from '../../hooks/use-view.ts';
import { noteWords } from '../../words/notes.ts';
import { besideChannel, noteAddress } from '../channel/addresses.ts';

/** The pinned notes of a channel, one press away from its header; nothing where none is pinned. */
export function PinnedNotes({ channel }: { channel: ChannelId }) {
  const [, navigate] = useLocation();
  const pinned = (useView('notes', { channel }) ?? []).filter((note) => note.pinned && !note.archived);
  if (pinned.length === 0) return null;
  const label = noteWords.pinnedCount(pinned.length);
  return (
    <Menu
      label={label}
      items={pinned.map(({ id, title }) => ({
        label: title,
        icon: 'note' as const,
        onSelect: () => navigate(noteAddress(channel, id), { state: besideChannel }),
      }))}
    >
      {(trigger) => <IconButton {...trigger} icon="note" label={label} />}
    </Menu>
  );
}
