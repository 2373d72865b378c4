import { isMessageOp } from '@lectern/contracts';
import type { PendingOp } from '@lectern/sync-client';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog, Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Mark } from '../../components/mark.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { useNames } from '../../hooks/use-names.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { when } from '../../words/format.ts';
import { pendingWords } from '../../words/pending.ts';
import { words } from '../../words/words.ts';
import { threadAddress } from '../channel/addresses.ts';
import { StorageNotice } from '../settings/storage-notice.tsx';
import { refusalOf, textOf } from './pending-words.ts';
import { UnsentNoteRow } from './unsent-note-row.tsx';

/** Everything of this device that is not on the server: what, where, since when; and what was refused. */
export function PendingDialog({ onClose }: { onClose: () => void }) {
  const pending = useView('pending', null) ?? [];
  const notes = useView('unsentNotes', null) ?? [];
  const now = useNow(30_000);
  const waiting = pending.filter((each) => each.rung !== 'refused');
  const refused = pending.filter((each) => each.rung === 'refused');
  const notesWaiting = notes.filter(({ rung }) => rung.since !== null);
  const notesAside = notes.filter(({ rung }) => rung.since === null);
  const sinces = [...waiting.map(({ since }) => since), ...notesWaiting.map(({ rung }) => rung.since!)];
  const turnedDown = refused.length + notesAside.length;
  const title =
    sinces.length > 0
      ? pendingWords.title(sinces.length, Math.min(...sinces), now)
      : turnedDown > 0
        ? words.sidebar.refused(turnedDown)
        : pendingWords.none;
  return (
    <Dialog
      title={title}
      {...(sinces.length > 0 ? { lead: pendingWords.lead(sinces.length) } : {})}
      onClose={onClose}
      width={520}
    >
      <StorageNotice />
      {pending.length + notes.length === 0 && (
        <EmptyState icon="check" title={pendingWords.none} lead={pendingWords.noneLead} />
      )}
      {turnedDown > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-small font-semibold text-soft">{words.pending.refused}</h3>
          {refused.map((each) => (
            <PendingRow key={each.op.id} item={each} now={now} onClose={onClose} />
          ))}
          {notesAside.map((each) => (
            <UnsentNoteRow key={each.note} item={each} now={now} />
          ))}
        </section>
      )}
      {sinces.length > 0 && (
        <section className="flex flex-col gap-2">
          {turnedDown > 0 && <h3 className="text-small font-semibold text-soft">{pendingWords.waiting}</h3>}
          {waiting.map((each) => (
            <PendingRow key={each.op.id} item={each} now={now} onClose={onClose} />
          ))}
          {notesWaiting.map((each) => (
            <UnsentNoteRow key={each.note} item={each} now={now} />
          ))}
        </section>
      )}
    </Dialog>
  );
}

function PendingRow({ item, now, onClose }: { item: PendingOp; now: number; onClose: () => void }) {
  const { hub } = usePage();
  const [, navigate] = useLocation();
  const copy = useCopy();
  const nameOf = useNames();
  const [asking, setAsking] = useState(false);
  const { op, rung, reason, channelName } = item;
  const text = textOf(item, nameOf);
  const discard = () => void hub.command('discard', op.id).catch(() => {});
  return (
    <article className="rounded-card border border-line px-3.5 py-2.5">
      <div className="flex items-center gap-2 text-small">
        <Mark
          rung={rung}
          label={
            rung === 'sending'
              ? words.rung.sending
              : rung === 'refused'
                ? words.pending.refused
                : words.rung.device
          }
          className="-ms-0.5"
        />
        <span className="min-w-0 grow truncate">
          <span className="font-medium">{pendingWords.kinds[op.kind]}</span>{' '}
          {channelName && <bdi className="text-muted">{pendingWords.where(channelName)}</bdi>}
        </span>
        <time className="shrink-0 text-muted">{pendingWords.since(when(item.since, now))}</time>
      </div>
      {text && (
        <p dir="auto" className="mt-1 line-clamp-4 whitespace-pre-wrap wrap-anywhere">
          {text}
        </p>
      )}
      {reason && <p className="mt-1.5 text-small text-danger-text">{refusalOf(item)}</p>}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {isMessageOp(op) && (
          <Button
            size="small"
            onClick={() => {
              onClose();
              navigate(
                op.kind === 'send' && op.thread ? threadAddress(op.channel, op.thread) : `/c/${op.channel}`,
              );
            }}
          >
            {pendingWords.goTo}
          </Button>
        )}
        {text && (
          <Button size="small" kind="quiet" onClick={() => void copy(text)}>
            {words.common.copy}
          </Button>
        )}
        {rung === 'refused' && (
          <Button size="small" kind="quiet" onClick={text ? () => setAsking(true) : discard}>
            {words.common.discard}
          </Button>
        )}
        {rung === 'device' && (
          <Button size="small" kind="quiet" onClick={() => setAsking(true)}>
            {pendingWords.withdraw}
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={pendingWords.withdrawTitle}
          lead={pendingWords.withdrawLead}
          action={words.common.discard}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            discard();
          }}
        />
      )}
    </article>
  );
}
