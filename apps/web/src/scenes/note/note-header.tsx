import type { NoteBody, UserId } from '@lectern/contracts';
import { noteToHtml, noteToMarkdown } from '@lectern/rich-text/notes';
import type { NoteItem, NotePresence, NoteRung } from '@lectern/sync-client';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useToast } from '../../components/toast.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { list } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';
import { SceneHeader } from '../shell/scene.tsx';
import { NoteMark } from './note-mark.tsx';
import { saveFile } from './save-file.ts';
import { useLeaveNote } from './use-leave-note.ts';
import { useNoteActions } from './use-note-actions.ts';

/** Faces that are shown; the others are counted. */
const FACES = 3;

/** Where the note is, where its changes are, who is here, and what can be done with it. */
export function NoteHeader({
  found,
  note,
  body,
  rung,
  present,
  nameOf,
  mayManage,
}: {
  found: FoundChannel;
  note: NoteItem;
  body: NoteBody;
  /** Null for whoever has nothing to write. */
  rung: NoteRung | null;
  present: readonly NotePresence[];
  nameOf: (user: UserId) => string;
  mayManage: boolean;
}) {
  const leave = useLeaveNote(found.entry.id);
  const phone = useMedia(media.phone);
  const toast = useToast();
  const actionsOf = useNoteActions(found.entry.id, mayManage);
  const save = (ending: 'md' | 'html', text: string) => {
    const name = saveFile(note.title, ending, text);
    toast({ icon: 'check', title: noteWords.exported(name) });
  };
  const items: MenuItem[] = [
    ...actionsOf(note),
    {
      label: noteWords.exportMarkdown,
      icon: 'down',
      apart: true,
      onSelect: () => save('md', noteToMarkdown({ title: note.title, body })),
    },
    {
      label: noteWords.exportHtml,
      icon: 'down',
      onSelect: () => save('html', noteToHtml({ title: note.title, body, tones: noteWords.tones })),
    },
    { label: noteWords.print, icon: 'note', onSelect: () => window.print() },
  ];
  return (
    <SceneHeader
      onBack={leave}
      actions={
        <>
          <Faces present={present} nameOf={nameOf} />
          {rung && <NoteMark rung={rung} />}
          <Menu label={noteWords.more} items={items}>
            {(trigger) => <IconButton {...trigger} icon="more" label={noteWords.more} />}
          </Menu>
          {!phone && <IconButton icon="close" label={noteWords.close} onClick={leave} />}
        </>
      }
    >
      <Icon name="note" size={18} className="text-muted max-tablet:hidden" />
      <nav className="flex min-w-0 grow items-baseline gap-1.5">
        <Link
          href={`/c/${found.entry.id}`}
          className="min-w-0 shrink-0 rounded-control text-muted hover:text-text max-tablet:hidden"
        >
          <bdi className="block max-w-48 truncate">{noteWords.inChannel(found.entry.name)}</bdi>
        </Link>
        <span aria-hidden="true" className="text-muted max-tablet:hidden">
          /
        </span>
        <span dir="auto" className="name min-w-0 truncate font-semibold">
          {note.title}
        </span>
      </nav>
    </SceneHeader>
  );
}

/** Who has it open in an editor, each person once. */
function Faces({ present, nameOf }: { present: readonly NotePresence[]; nameOf: (user: UserId) => string }) {
  const people = [...new Set(present.map(({ user }) => user))];
  if (people.length === 0) return null;
  const label = noteWords.hereNow(list(people.map(nameOf)));
  return (
    <span
      role="img"
      aria-label={label}
      data-tip={label}
      className="me-2 flex items-center -space-x-1.5 rtl:space-x-reverse"
    >
      {people.slice(0, FACES).map((user) => (
        <span key={user} className="rounded-full ring-2 ring-[var(--surface)]">
          <Avatar id={user} name={nameOf(user)} size={24} />
        </span>
      ))}
      {people.length > FACES && (
        <span className="tabular ps-2.5 text-meta text-muted">+{people.length - FACES}</span>
      )}
    </span>
  );
}
