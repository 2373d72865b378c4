import { type ChannelEntry, isTombstone, type MessageRecord, type UserId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { AwayView } from '@lectern/sync-client';
import { useState } from 'react';
import { Link } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { awayWords } from '../../words/away.ts';
import { words } from '../../words/words.ts';
import { messageAddress } from './addresses.ts';
import { AwayNotes } from './away-notes.tsx';

/** Said one by one; new messages are only counted, for they stand below the line of what is unread. */
const kinds = ['lost', 'mentions', 'accepted', 'edited', 'deleted'] as const;

/** What changed while this person was away, over the messages and below the word on the connection: nothing moves. */
export function AwayCard({ channel, nameOf }: { channel: ChannelEntry; nameOf: (user: UserId) => string }) {
  const { hub } = usePage();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const away = useView('away', { channel: channel.id });
  if (!away) return null;
  const announces = channel.type === 'announcement';
  // New messages alone are what the line of the unread says.
  const isQuiet = kinds.every((kind) => away[kind].count === 0) && away.notes.length === 0;
  if (isQuiet && !(announces && away.fresh > 0)) return null;
  return (
    <section
      aria-label={awayWords.title(away.since, now)}
      className="appear absolute inset-x-3 top-9 z-10 mx-auto max-h-[60%] max-w-[calc(var(--text-column)+40px)] overflow-y-auto rounded-card bg-raised shadow-float"
    >
      <div className="flex items-center gap-2 ps-3 pe-1">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-9 min-w-0 grow items-center gap-2 text-start text-small coarse:min-h-11"
        >
          <Icon
            name="chevron"
            size={16}
            className={open ? 'text-muted' : '-rotate-90 text-muted rtl:rotate-90'}
          />
          <span className="shrink-0 font-medium">{awayWords.title(away.since, now)}</span>
          <span className="min-w-0 truncate text-soft">{summary(away, announces)}</span>
        </button>
        <IconButton
          icon="close"
          iconSize={16}
          label={words.common.close}
          onClick={() => void hub.command('putAside', { channel: channel.id }).catch(() => {})}
        />
      </div>
      {open && (
        <div className="flex flex-col gap-2 px-1 pb-2">
          {kinds.map(
            (kind) =>
              away[kind].count > 0 && (
                <div key={kind}>
                  <h3 className="px-2 text-meta font-semibold text-muted">
                    {awayWords.parts[kind](away[kind].count)}
                  </h3>
                  <ul>
                    {away[kind].records.map((record) => (
                      <li key={record.id}>
                        {kind === 'lost' ? (
                          // It stands nowhere any more.
                          <p className="flex min-h-8 items-baseline gap-2 px-2 py-1 text-small">
                            <Said record={record} nameOf={nameOf} />
                          </p>
                        ) : (
                          <Link
                            href={messageAddress(channel.id, record)}
                            onClick={() => setOpen(false)}
                            className="flex min-h-8 items-baseline gap-2 rounded-control px-2 py-1 text-small hover:bg-hover coarse:min-h-11"
                          >
                            <Said record={record} nameOf={nameOf} />
                          </Link>
                        )}
                      </li>
                    ))}
                  </ul>
                  {away[kind].count > away[kind].records.length && (
                    <p className="px-2 text-meta text-muted">
                      {awayWords.more(away[kind].count - away[kind].records.length)}
                    </p>
                  )}
                </div>
              ),
          )}
          <AwayNotes channel={channel.id} notes={away.notes} nameOf={nameOf} />
          {!away.whole && <p className="px-2 text-meta text-muted">{awayWords.notWhole}</p>}
        </div>
      )}
    </section>
  );
}

function Said({ record, nameOf }: { record: MessageRecord; nameOf: (user: UserId) => string }) {
  if (isTombstone(record))
    return <span className="text-muted">{awayWords.deletedOf(nameOf(record.author))}</span>;
  return (
    <>
      <bdi className="name shrink-0 font-medium">{nameOf(record.author)}</bdi>
      <span dir="auto" className="min-w-0 truncate text-soft">
        {plainText(record.body, nameOf).replaceAll(/\s+/g, ' ')}
      </span>
    </>
  );
}

function summary(away: AwayView, announces: boolean): string {
  const { parts } = awayWords;
  const fresh = announces ? parts.announcements : parts.fresh;
  return [
    ...(away.fresh > 0 ? [fresh(away.fresh)] : []),
    ...kinds.flatMap((kind) => (away[kind].count > 0 ? [parts[kind](away[kind].count)] : [])),
    ...(away.notes.length > 0 ? [parts.notes(away.notes.length)] : []),
  ].join(' · ');
}
