import type { ChannelEntry, NoteAnchor } from '@lectern/contracts';
import { bodyFromText, checkBody } from '@lectern/rich-text';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { forwardWords } from '../../words/forward.ts';
import { noteWords } from '../../words/notes.ts';
import { words } from '../../words/words.ts';

/** A question about a passage: a message of the channel that keeps the words it asks about. Works offline too. */
export function AskDialog({
  channel,
  title,
  quote,
  anchor,
  onClose,
}: {
  channel: Pick<ChannelEntry, 'id'>;
  title: string;
  quote: string;
  /** Where the passage is; null when it has gone meanwhile: then the words are quoted, and nothing points at them. */
  anchor: () => Promise<NoteAnchor | null>;
  onClose: () => void;
}) {
  const id = useId();
  const submit = useSubmit();
  const toast = useToast();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const send = async () => {
    const body = bodyFromText(typed.trim());
    if (typed.trim() === '') return;
    if (checkBody(body) !== null) {
      setFault(forwardWords.tooLong);
      return;
    }
    setBusy(true);
    const found = await anchor().catch(() => null);
    submit({
      kind: 'send',
      channel: channel.id,
      question: true,
      body: found
        ? body
        : { ...body, blocks: [{ t: 'quote', c: [{ t: 'text', s: quote }] }, ...body.blocks] },
      ...(found ? { anchor: found } : {}),
    });
    onClose();
    toast({
      icon: 'check',
      title: noteWords.askSent,
      action: { label: words.common.open, run: () => navigate(`/c/${channel.id}`) },
    });
  };
  return (
    <Dialog
      title={noteWords.ask}
      lead={noteWords.askLead}
      onClose={onClose}
      onSubmit={() => void send()}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={busy} disabled={typed.trim() === ''}>
            {noteWords.askSend}
          </Button>
        </>
      }
    >
      <figure className="flex flex-col gap-1">
        <blockquote dir="auto" className="quote line-clamp-4 shrink-0 text-small wrap-anywhere">
          {quote}
        </blockquote>
        <figcaption className="truncate ps-3.5 text-meta text-muted">{noteWords.quoteOf(title)}</figcaption>
      </figure>
      <textarea
        id={id}
        rows={3}
        dir="auto"
        data-autofocus=""
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setFault(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void send();
        }}
        placeholder={noteWords.askLabel}
        aria-label={noteWords.askLabel}
        className="w-full shrink-0 resize-none rounded-control border border-line-control bg-surface px-3 py-2 text-body"
      />
      {fault && (
        <p role="alert" className="text-small text-danger-text">
          {fault}
        </p>
      )}
    </Dialog>
  );
}
