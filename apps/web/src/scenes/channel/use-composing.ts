import { type Body, type ChannelId, isTombstone, type MessageRecord } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import { type RefObject, useState } from 'react';
import type { ComposerHandle } from '../../composer/composer.tsx';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';

/** What is being edited, answered or about to be deleted in a list of messages. */
export interface Composing {
  readonly editing: MessageRecord | null;
  readonly edit: (record: MessageRecord) => void;
  readonly saveEdit: (body: Body) => void;
  readonly stopEditing: () => void;
  readonly replying: MessageRecord | null;
  readonly reply: (record: MessageRecord) => void;
  /** The reply was sent, or is given up: then the composer goes on without it. */
  readonly stopReplying: () => void;
  readonly deleting: TimelineItem | null;
  readonly askDelete: (item: TimelineItem | null) => void;
}

/** The state between a list of messages and the composer below it; the same for a channel and for a thread. */
export function useComposing(channel: ChannelId, composer: RefObject<ComposerHandle | null>): Composing {
  const submit = useSubmit();
  const [editing, edit] = useState<MessageRecord | null>(null);
  const [replying, setReplying] = useState<MessageRecord | null>(null);
  const [deleting, askDelete] = useState<TimelineItem | null>(null);
  const stopEditing = useStable(() => {
    edit(null);
    composer.current?.focus();
  });
  const saveEdit = useStable((body: Body) => {
    stopEditing();
    if (!editing || isTombstone(editing) || JSON.stringify(editing.body) === JSON.stringify(body)) return;
    submit({ kind: 'edit', channel, message: editing.id, body });
  });
  const answer = useStable((record: MessageRecord | null) => {
    setReplying(record);
    composer.current?.focus();
  });
  const stopReplying = useStable(() => answer(null));
  return {
    editing,
    edit,
    saveEdit,
    stopEditing,
    replying,
    reply: answer,
    stopReplying,
    deleting,
    askDelete,
  };
}
