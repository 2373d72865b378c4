import { plainText } from '@lectern/rich-text';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog, Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { useNames } from '../../hooks/use-names.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { pendingWords } from '../../words/pending.ts';
import { signOutWords } from '../../words/sign-out.ts';
import { signOut } from '../account/sign-out.ts';
import { textOf } from '../shell/pending-words.ts';

/**
 * Signing out clears this device. Whatever is not on the server is named first, and the person says what becomes of
 * it: wait, copy or discard.
 */
export function SignOutDialog({ everywhere, onClose }: { everywhere: boolean; onClose: () => void }) {
  const { hub } = usePage();
  const pending = useView('pending', null) ?? [];
  const drafts = useView('looseDrafts', null) ?? [];
  const notes = useView('unsentNotes', null) ?? [];
  const copy = useCopy();
  const nameOf = useNames();
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const left = useRef(false);

  const leave = async () => {
    if (left.current) return;
    left.current = true;
    setBusy(true);
    await signOut(hub, everywhere).catch(() => {});
    onClose();
    history.replaceState(null, '', '/');
    location.reload();
  };
  const unsent = pending.length + drafts.length + notes.length;
  const onTheirWay =
    pending.filter((each) => each.rung !== 'refused').length +
    drafts.filter((each) => !each.stays).length +
    notes.filter((each) => each.rung.changes > 0).length;
  useEffect(() => {
    if (!waiting || onTheirWay > 0) return;
    // What was refused will never get there: the question stands again, for these.
    if (unsent > 0) setWaiting(false);
    else void leave();
  });

  if (unsent === 0) {
    return (
      <Dialog
        title={everywhere ? `${signOutWords.everywhere}?` : signOutWords.title}
        lead={everywhere ? signOutWords.everywhereLead : signOutWords.lead}
        onClose={onClose}
        footer={
          <>
            <Button onClick={onClose}>{signOutWords.stay}</Button>
            <Button kind="primary" busy={busy} onClick={() => void leave()} data-autofocus="">
              {everywhere ? signOutWords.everywhere : signOutWords.action}
            </Button>
          </>
        }
      />
    );
  }
  if (discarding) {
    return (
      <ConfirmDialog
        title={signOutWords.discardTitle(unsent)}
        lead={signOutWords.discardLead(unsent)}
        action={signOutWords.discardConfirm(unsent)}
        careful
        busy={busy}
        onClose={() => setDiscarding(false)}
        onConfirm={() => void leave()}
      />
    );
  }
  const texts = [
    ...pending.map((each) => ({
      id: each.op.id as string,
      kind: pendingWords.kinds[each.op.kind],
      text: textOf(each, nameOf),
      where: each.channelName,
    })),
    ...drafts.map(({ channel, channelName, body }) => ({
      id: channel as string,
      kind: signOutWords.draft,
      text: plainText(body, nameOf),
      where: channelName,
    })),
    ...notes.map(({ note, title, channelName, text }) => ({
      id: note as string,
      kind: signOutWords.note,
      text: [title, text].filter(Boolean).join('\n'),
      where: channelName,
    })),
  ];
  return (
    <Dialog
      title={signOutWords.unsentTitle(unsent)}
      lead={signOutWords.unsentLead}
      onClose={onClose}
      width={520}
    >
      <ul className="flex max-h-64 flex-col gap-2 overflow-y-auto rounded-card bg-hover p-3">
        {texts.map(({ id, kind, text, where }) => (
          <li key={id} className="text-small">
            <span className="font-medium">{kind}</span>{' '}
            {where && <bdi className="text-muted">{pendingWords.where(where)}</bdi>}
            {text && (
              <span dir="auto" className="line-clamp-2 block text-soft wrap-anywhere">
                {text}
              </span>
            )}
          </li>
        ))}
      </ul>
      {waiting && <Notice role="status">{signOutWords.waiting}</Notice>}
      <div className="flex flex-col gap-2">
        {onTheirWay > 0 && (
          <Button kind="primary" disabled={waiting} onClick={() => setWaiting(true)} data-autofocus="">
            {signOutWords.wait}
          </Button>
        )}
        <Button
          icon="copy"
          onClick={() =>
            void copy(
              texts.map(({ kind, text, where }) => `${where ? `#${where}` : kind}\n${text}`).join('\n\n'),
            )
          }
        >
          {signOutWords.copyThem}
        </Button>
        <Button kind="quiet-danger" onClick={() => setDiscarding(true)}>
          {signOutWords.discardThem}
        </Button>
      </div>
    </Dialog>
  );
}
