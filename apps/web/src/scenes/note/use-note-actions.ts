import type { ChannelId } from '@lectern/contracts';
import type { NoteItem } from '@lectern/sync-client';
import type { MenuItem } from '../../components/menu.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { noteWords } from '../../words/notes.ts';
import { noteAddress } from '../channel/addresses.ts';
import { useDialogs } from '../shell/dialogs.tsx';

/** What can be done with a note from a menu: by whoever looks after the channel, and by everyone. */
export function useNoteActions(channel: ChannelId, mayManage: boolean): (note: NoteItem) => MenuItem[] {
  const submit = useSubmit();
  const dialogs = useDialogs();
  const copy = useCopy();
  return (note) => {
    const change = (what: { pinned?: boolean; archived?: boolean }) =>
      submit({ kind: 'note.change', channel, note: note.id, ...what });
    const link: MenuItem = {
      label: noteWords.copyLink,
      icon: 'link',
      onSelect: () => void copy(location.origin + noteAddress(channel, note.id), noteWords.linkCopied),
    };
    if (!mayManage) return [link];
    return [
      {
        label: noteWords.rename,
        icon: 'edit',
        onSelect: () => dialogs.show({ kind: 'rename-note', channel, note: note.id }),
      },
      ...(note.archived
        ? []
        : [
            {
              label: note.pinned ? noteWords.unpin : noteWords.pin,
              icon: 'pin' as const,
              onSelect: () => change({ pinned: !note.pinned }),
            },
          ]),
      link,
      {
        label: noteWords.duplicate,
        icon: 'copy',
        onSelect: () => dialogs.show({ kind: 'duplicate-note', channel, note: note.id }),
      },
      {
        label: noteWords.history,
        icon: 'history',
        onSelect: () => dialogs.show({ kind: 'note-history', channel, note: note.id }),
      },
      {
        label: note.archived ? noteWords.unarchive : noteWords.archive,
        icon: 'archive',
        apart: true,
        onSelect: () => change({ archived: !note.archived }),
      },
    ];
  };
}
