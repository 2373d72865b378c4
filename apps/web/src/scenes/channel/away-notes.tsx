import type { ChannelId, UserId } from '@lectern/contracts';
import type { AwayNote } from '@lectern/sync-client';
import { Link } from 'wouter';
import { Icon } from '../../components/icons.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { awayWords } from '../../words/away.ts';
import { when } from '../../words/format.ts';
import { changesWords } from '../../words/note-changes.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { noteAddress } from './addresses.ts';

/** Notes that others changed: each leads to what changed in it, or where that cannot be told, to the note. */
export function AwayNotes({
  channel,
  notes,
  nameOf,
}: {
  channel: ChannelId;
  notes: readonly AwayNote[];
  nameOf: (user: UserId) => string;
}) {
  const now = useNow();
  const dialogs = useDialogs();
  if (notes.length === 0) return null;
  const row =
    'flex min-h-8 w-full items-baseline gap-2 rounded-control px-2 py-1 text-start text-small hover:bg-hover coarse:min-h-11';
  return (
    <div>
      <h3 className="px-2 text-meta font-semibold text-muted">{awayWords.parts.notes(notes.length)}</h3>
      <ul>
        {notes.map((note) => (
          <li key={note.note}>
            {note.paragraphs === null ? (
              <Link href={noteAddress(channel, note.note)} className={row}>
                <Line note={note} nameOf={nameOf} now={now} />
              </Link>
            ) : (
              <button
                type="button"
                className={row}
                onClick={() => dialogs.show({ kind: 'note-changes', channel, note: note.note })}
              >
                <Line note={note} nameOf={nameOf} now={now} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({ note, nameOf, now }: { note: AwayNote; nameOf: (user: UserId) => string; now: number }) {
  return (
    <>
      <Icon name="note" size={16} className="shrink-0 self-start text-muted" />
      <span className="min-w-0 wrap-anywhere">
        <bdi className="name font-medium">{note.title}</bdi>{' '}
        <span className="text-soft">{said(note, nameOf, now)}</span>
      </span>
    </>
  );
}

/** "2 paragraphs changed by Emmy Noether since you read it, 10:12" */
function said(
  { kind, by, paragraphs, since }: AwayNote,
  nameOf: (user: UserId) => string,
  now: number,
): string {
  if (kind !== 'changed') return by === null ? '' : awayWords.note[kind](nameOf(by));
  return [
    paragraphs === null ? changesWords.changed : changesWords.paragraphs(paragraphs),
    ...(by === null ? [] : [awayWords.note.by(nameOf(by))]),
    ...(since === null ? [] : [changesWords.since(when(since, now))]),
  ].join(' ');
}
