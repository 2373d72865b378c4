import type { ChannelType } from '@lectern/contracts';
import type { Edge } from '@lectern/sync-client';
import { Icon } from '../../components/icons.tsx';
import { day as dayText } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { channelIcons } from '../shell/sidebar-row.tsx';

/** A new day in the conversation, and the way to others where there is one. */
export function DayDivider({
  at,
  now,
  onJump,
}: {
  at: number;
  now: number;
  onJump?: (() => void) | undefined;
}) {
  const text = dayText(at, now);
  return (
    <div className="mx-auto flex h-10 w-full max-w-[calc(var(--text-column)+112px)] items-center gap-3 px-5 pt-1 text-meta font-medium text-muted max-tablet:px-4">
      <span className="h-px grow bg-line" />
      {onJump ? (
        <button
          type="button"
          onClick={onJump}
          aria-label={words.messages.jumpFrom(text)}
          className="rounded-full px-2 py-0.5 hover:bg-hover hover:text-text coarse:relative coarse:before:absolute coarse:before:-inset-x-2 coarse:before:-inset-y-3"
        >
          {text}
        </button>
      ) : (
        <span>{text}</span>
      )}
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

/** The first row of a channel. One without messages says what belongs here and, to who may write, how to begin. */
export function ChannelStart({
  channel,
  invites,
}: {
  channel: { readonly name: string; readonly topic: string; readonly type: ChannelType };
  /** Whether this person may write the first message; null where messages follow. */
  invites: boolean | null;
}) {
  const about = channel.topic || (invites !== null && words.channel.typeHints[channel.type]);
  return (
    <div className="mx-auto w-full max-w-[calc(var(--text-column)+112px)] px-5 pt-6 pb-3 max-tablet:px-4">
      {invites !== null && (
        <span className="mb-3 flex size-12 items-center justify-center rounded-full bg-hover text-muted">
          <Icon name={channelIcons[channel.type]} size={24} />
        </span>
      )}
      <p className="text-title font-semibold tracking-tight text-balance wrap-anywhere">
        {words.messages.beginning(channel.name)}
      </p>
      {about && (
        <p dir="auto" className="mt-1 text-soft wrap-anywhere">
          {about}
        </p>
      )}
      {invites !== null && (
        <p className="mt-3 mb-2 font-medium">
          {invites ? words.messages.emptyLead : words.messages.emptyReadOnly}
        </p>
      )}
    </div>
  );
}
