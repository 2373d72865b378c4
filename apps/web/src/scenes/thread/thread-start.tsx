import type { Edge } from '@lectern/sync-client';
import { Icon } from '../../components/icons.tsx';
import { threadWords } from '../../words/thread.ts';

/** Between the first message and its replies: how many there are, or what belongs here. */
export function ThreadStart({ count, invites }: { count: number; invites: boolean }) {
  if (count === 0)
    return (
      <div className="mx-5 mt-3 border-t border-line pt-4 pb-2 max-tablet:mx-4">
        <p className="font-medium">{threadWords.none}</p>
        {invites && <p className="text-small text-muted">{threadWords.noneLead}</p>}
      </div>
    );
  return (
    <div className="flex h-10 items-center gap-3 px-5 text-meta font-medium text-muted max-tablet:px-4">
      <span>{threadWords.replies(count)}</span>
      <span className="h-px grow bg-line" />
    </div>
  );
}

/** Where replies are missing between the first message and those that are shown. One height for all states. */
export function ThreadEdge({ edge }: { edge: Exclude<Edge, 'end'> }) {
  return (
    <div className="flex min-h-12 items-center justify-center gap-2 px-5 py-1 text-center text-small text-muted">
      {edge === 'needs-connection' && <Icon name="device" size={16} />}
      {edge !== 'stored' && (
        <span>{edge === 'loading' ? threadWords.loading : threadWords.needsConnection}</span>
      )}
    </div>
  );
}
