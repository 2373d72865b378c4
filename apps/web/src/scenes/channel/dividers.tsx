import type { Edge } from '@lectern/sync-client';
import { Icon } from '../../components/icons.tsx';
import { day as dayText } from '../../words/format.ts';
import { words } from '../../words/words.ts';

/** A new day in the conversation. */
export function DayDivider({ at, now }: { at: number; now: number }) {
  return (
    <div className="mx-auto flex h-10 w-full max-w-[calc(var(--text-column)+112px)] items-center gap-3 px-5 pt-1 text-meta font-medium text-muted max-tablet:px-4">
      <span className="h-px grow bg-line" />
      <span>{dayText(at, now)}</span>
      <span className="h-px grow bg-line" />
    </div>
  );
}

/** From here on everything is new. */
export function UnreadLine({ count }: { count: number }) {
  return (
    <div
      data-unread-line=""
      className="mx-auto flex h-7 w-full max-w-[calc(var(--text-column)+112px)] items-center gap-3 px-5 text-meta font-semibold text-accent-text max-tablet:px-4"
    >
      <span>{words.messages.unreadLine(count)}</span>
      <span className="h-px grow bg-accent-line" />
    </div>
  );
}

/** What lies beyond an end of the shown rows. One height for all states, so that nothing moves when they change. */
export function EdgeRow({ edge, side }: { edge: Exclude<Edge, 'end'>; side: 'older' | 'newer' }) {
  const text =
    edge !== 'needs-connection'
      ? words.messages.loadingOlder
      : side === 'older'
        ? words.messages.needsConnection
        : words.messages.needsConnectionNewer;
  return (
    <div className="flex h-12 items-center justify-center gap-2 px-5 text-small text-muted">
      {edge === 'needs-connection' && <Icon name="device" size={16} />}
      {edge !== 'stored' && <span>{text}</span>}
    </div>
  );
}

/** The first row of a channel. */
export function ChannelStart({ name, topic }: { name: string; topic: string }) {
  return (
    <div className="mx-auto w-full max-w-[calc(var(--text-column)+112px)] px-5 pt-6 pb-3 max-tablet:px-4">
      <p className="text-title font-semibold tracking-tight text-balance wrap-anywhere">
        {words.messages.beginning(name)}
      </p>
      {topic && (
        <p dir="auto" className="mt-1 text-soft wrap-anywhere">
          {topic}
        </p>
      )}
    </div>
  );
}
