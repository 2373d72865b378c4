import { type ChannelId, isTombstone, type UserId } from '@lectern/contracts';
import type { TimelineItem } from '@lectern/sync-client';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon, type IconName } from '../../components/icons.tsx';
import { words } from '../../words/words.ts';

/** What people have made of a message, as one quiet line under it. */
export function MessageMarks({
  item: { record, saved },
  channel,
  nameOf,
}: {
  item: TimelineItem;
  channel: ChannelId;
  nameOf: (user: UserId) => string;
}) {
  if (isTombstone(record)) return null;
  const { pinned, question, answers, endorsed } = record;
  if (!pinned && !question && !answers && !endorsed && !saved) return null;
  const accepted = question?.accepted;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-meta text-muted">
      {question && !accepted && <Sign icon="question">{words.messages.question}</Sign>}
      {accepted && (
        <MarkLink channel={channel} seq={accepted.seq} label={words.messages.toAnswer}>
          <Sign icon="solved">{words.messages.answered}</Sign>
        </MarkLink>
      )}
      {answers && (
        <MarkLink channel={channel} seq={answers.seq} label={words.messages.toQuestion}>
          <Sign icon="solved">{words.messages.acceptedAnswer}</Sign>
        </MarkLink>
      )}
      {endorsed && <Sign icon="star">{words.messages.endorsedBy(nameOf(endorsed.by))}</Sign>}
      {pinned && <Sign icon="pin">{words.messages.pinnedBy(nameOf(pinned.by))}</Sign>}
      {saved && <Sign icon="bookmark">{words.messages.saved}</Sign>}
    </p>
  );
}

const Sign = ({ icon, children }: { icon: IconName; children: ReactNode }) => (
  <span className="inline-flex min-w-0 items-center gap-1">
    <Icon name={icon} size={14} />
    <bdi className="truncate">{children}</bdi>
  </span>
);

/** A way to the other end; its place may not be known for a moment. */
function MarkLink({
  channel,
  seq,
  label,
  children,
}: {
  channel: ChannelId;
  seq: number;
  label: string;
  children: ReactNode;
}) {
  const className = 'text-success-text';
  if (seq === 0) return <span className={className}>{children}</span>;
  return (
    <Link
      href={`/c/${channel}/m/${seq}`}
      aria-label={label}
      className={`${className} relative inline-flex items-center underline-offset-2 hover:underline coarse:before:absolute coarse:before:-inset-x-2 coarse:before:-inset-y-[13px]`}
    >
      {children}
    </Link>
  );
}
