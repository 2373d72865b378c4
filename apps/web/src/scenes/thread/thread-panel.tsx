import type { MessageId } from '@lectern/contracts';
import { useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useMe } from '../../hooks/use-me.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { threadWords } from '../../words/thread.ts';
import { ChannelNameContext } from '../channel/channel-name.ts';
import { ThreadConversation } from './thread-conversation.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { useThread } from './use-thread.ts';

/** A thread beside its channel, or in its place where there is no room for both. */
export function ThreadPanel({
  found,
  thread,
  at,
  onClose,
}: {
  found: FoundChannel;
  thread: MessageId;
  /** The reply that a link names. */
  at: number | null;
  onClose: () => void;
}) {
  const { entry } = found;
  const me = useMe();
  const submit = useSubmit();
  const shown = useThread(entry.id, thread, at);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const { view } = shown;
  // Who wrote the first message is told of the first reply by itself: there is nothing to follow before.
  const isBlank = view?.root?.record.replies === undefined && view?.root?.record.author === me.id;
  if (wanted !== null && view?.follows === wanted) setWanted(null);

  return (
    <aside
      aria-label={threadWords.title}
      data-side-panel="thread"
      className="flex min-h-0 w-full shrink-0 flex-col bg-surface pt-[env(safe-area-inset-top)] desktop:w-[var(--thread-width)] desktop:border-s desktop:border-line"
    >
      <ThreadHeader
        channel={entry.name}
        follows={view?.state === 'open' && !isBlank ? (wanted ?? view.follows) : null}
        onFollow={(on) => {
          // Shown at once: the hub's answer comes a moment later.
          setWanted(on);
          submit({ kind: 'thread.follow', channel: entry.id, message: thread, on });
        }}
        onClose={onClose}
      />
      {view?.state === 'missing' || view?.state === 'needs-connection' ? (
        <EmptyState
          icon={view.state === 'missing' ? 'reply' : 'device'}
          title={view.state === 'missing' ? threadWords.missing : threadWords.away}
          lead={view.state === 'missing' ? threadWords.missingLead : threadWords.awayLead}
        />
      ) : (
        <ChannelNameContext value={entry.name}>
          <ThreadConversation found={found} thread={thread} at={at} shown={shown} onClose={onClose} />
        </ChannelNameContext>
      )}
    </aside>
  );
}
