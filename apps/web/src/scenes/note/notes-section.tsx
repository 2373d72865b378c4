import { type Actor, can } from '@lectern/access';
import { type ChannelId, type ChannelType, MAX_NOTES, type UserId } from '@lectern/contracts';
import type { NoteItem } from '@lectern/sync-client';
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { Mark } from '../../components/mark.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { ago, fullMoment } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';
import { besideChannel, noteAddress } from '../channel/addresses.ts';
import { movedPlaces } from '../channel/pin-order.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { inOrder } from './note-orders.ts';
import { useNoteActions } from './use-note-actions.ts';

/** Notes that are shown before somebody asks for all of them: the panel holds other things too. */
const FEW = 6;

/** The notes of a channel, in their order. Who looks after the channel makes them and puts them in order. */
export function NotesSection({
  channel,
  actor,
  nameOf,
  onGo,
}: {
  channel: { readonly id: ChannelId; readonly type: ChannelType; readonly archived: boolean };
  actor: Actor;
  nameOf: (user: UserId) => string;
  onGo: () => void;
}) {
  const submit = useSubmit();
  const dialogs = useDialogs();
  const [all, setAll] = useState(false);
  const [archived, setArchived] = useState(false);
  const notes = useView('notes', { channel: channel.id });
  const mayManage = can(actor, 'note.manage', channel);
  const actionsOf = useNoteActions(channel.id, mayManage);
  const listed = inOrder((notes ?? []).filter((note) => !note.archived));
  const old = inOrder((notes ?? []).filter((note) => note.archived));
  const move = (group: readonly NoteItem[], from: number, to: number) => {
    const orders = group.map(({ order }) => order);
    for (const [index, order] of movedPlaces(orders, from, to))
      submit({ kind: 'note.change', channel: channel.id, note: group[index]!.id, order });
  };
  const itemsOf = (note: NoteItem): MenuItem[] => {
    if (!mayManage || note.archived) return actionsOf(note);
    // Pinned ones stand before the others: a note moves among its own.
    const group = listed.filter(({ pinned }) => pinned === note.pinned);
    const at = group.indexOf(note);
    return [
      ...(at > 0
        ? [{ label: noteWords.moveUp, icon: 'up' as const, onSelect: () => move(group, at, at - 1) }]
        : []),
      ...(at < group.length - 1
        ? [{ label: noteWords.moveDown, icon: 'down' as const, onSelect: () => move(group, at, at + 1) }]
        : []),
      ...actionsOf(note).map((item, nth) =>
        nth === 0 && group.length > 1 ? { ...item, apart: true } : item,
      ),
    ];
  };
  const isFull = (notes?.length ?? 0) >= MAX_NOTES;
  const shown = all ? listed : listed.slice(0, FEW);
  return (
    <section className="flex flex-col gap-1">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-small font-semibold text-soft">{noteWords.notes}</h3>
        {mayManage && (
          <Button
            size="small"
            icon="plus"
            disabled={isFull}
            data-tip={isFull ? noteWords.full : undefined}
            onClick={() => dialogs.show({ kind: 'create-note', channel: channel.id })}
          >
            {noteWords.create}
          </Button>
        )}
      </div>
      {notes === undefined && <SkeletonRows count={2} label={words.common.loading} />}
      {notes && listed.length === 0 && (
        <p className="text-small text-muted">
          {`${noteWords.none} ${mayManage ? noteWords.noneLead : noteWords.noneReader}`}
        </p>
      )}
      {shown.length > 0 && (
        <ol aria-label={noteWords.count(listed.length)} className="-mx-2 flex flex-col gap-px">
          {shown.map((note) => (
            <NoteRow
              key={note.id}
              channel={channel.id}
              note={note}
              items={itemsOf(note)}
              nameOf={nameOf}
              onGo={onGo}
            />
          ))}
        </ol>
      )}
      {shown.length < listed.length && (
        <Button size="small" kind="quiet" className="-ms-2.5 self-start" onClick={() => setAll(true)}>
          {noteWords.showAll(listed.length)}
        </Button>
      )}
      {old.length > 0 && (
        <Button
          size="small"
          kind="quiet"
          className="-ms-2.5 self-start"
          aria-expanded={archived}
          onClick={() => setArchived(!archived)}
        >
          {archived ? noteWords.hideArchived : noteWords.archived(old.length)}
        </Button>
      )}
      {archived && old.length > 0 && (
        <ol aria-label={noteWords.archived(old.length)} className="-mx-2 flex flex-col gap-px">
          {old.map((note) => (
            <NoteRow
              key={note.id}
              channel={channel.id}
              note={note}
              items={itemsOf(note)}
              nameOf={nameOf}
              onGo={onGo}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function NoteRow({
  channel,
  note,
  items,
  nameOf,
  onGo,
}: {
  channel: ChannelId;
  note: NoteItem;
  items: readonly MenuItem[];
  nameOf: (user: UserId) => string;
  onGo: () => void;
}) {
  const now = useNow();
  const at = note.edited?.at ?? note.at;
  return (
    <li className="flex items-center gap-1">
      <Link
        href={noteAddress(channel, note.id)}
        state={besideChannel}
        onClick={onGo}
        className="flex min-w-0 grow items-start gap-2.5 rounded-control px-2 py-1.5 hover:bg-hover coarse:min-h-11"
      >
        <Icon name="note" size={18} className={note.archived ? 'mt-0.5 text-muted' : 'mt-0.5 text-soft'} />
        <span className="min-w-0 grow">
          <span className="flex items-center gap-1.5">
            <span dir="auto" className="name min-w-0 truncate font-medium">
              {note.title}
            </span>
            {note.pinned && (
              <span
                role="img"
                aria-label={noteWords.isPinned}
                data-tip={noteWords.isPinned}
                className="shrink-0 text-muted"
              >
                <Icon name="pin" size={14} />
              </span>
            )}
            {note.waiting && <Mark rung="device" label={noteWords.waiting} />}
          </span>
          <time
            dateTime={new Date(at).toISOString()}
            data-tip={fullMoment(at)}
            className="line-clamp-2 text-meta text-muted"
          >
            {note.edited
              ? noteWords.edited(ago(note.edited.at, now), nameOf(note.edited.by))
              : noteWords.made(ago(note.at, now), nameOf(note.by))}
          </time>
        </span>
      </Link>
      <Menu label={noteWords.actions(note.title)} items={items}>
        {(trigger) => (
          <IconButton {...trigger} icon="more" iconSize={16} label={noteWords.actions(note.title)} />
        )}
      </Menu>
    </li>
  );
}
