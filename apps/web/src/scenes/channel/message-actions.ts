import type { MessageId } from '@lectern/contracts';
import { PROVISIONAL_SEQ, type TimelineItem } from '@lectern/sync-client';
import type { MarkContext } from './mark-actions.ts';

/** What can be done with a message. The functions stay the same while a channel is open. */
export interface MessageActions {
  readonly canEdit: (item: TimelineItem) => boolean;
  readonly canDelete: (item: TimelineItem) => boolean;
  /** The composer takes text, so that a refused message can go back into it. */
  readonly canWrite: () => boolean;
  readonly canReact: (item: TimelineItem) => boolean;
  readonly react: (item: TimelineItem, emoji: string, on: boolean) => void;
  readonly canReply: (item: TimelineItem) => boolean;
  readonly reply: (item: TimelineItem) => void;
  /** The first message of the thread that a row leads to; null where it leads to none, as in the thread itself. */
  readonly threadOf: (item: TimelineItem) => MessageId | null;
  readonly openThread: (item: TimelineItem) => void;
  readonly edit: (item: TimelineItem) => void;
  readonly askDelete: (item: TimelineItem) => void;
  readonly canMarkUnread: (item: TimelineItem) => boolean;
  readonly markUnread: (item: TimelineItem) => void;
  readonly canSeeVersions: (item: TimelineItem) => boolean;
  readonly seeVersions: (item: TimelineItem) => void;
  /** What those need who mark messages: they are loaded when they are wanted. */
  readonly markContext: () => MarkContext;
  readonly forward: (item: TimelineItem) => void;
  readonly copyText: (item: TimelineItem) => void;
  readonly copyLink: (item: TimelineItem) => void;
  /** Puts a refused message back into the composer. */
  readonly rewrite: (item: TimelineItem) => void;
  /** Forgets what was refused or not saved. */
  readonly discard: (item: TimelineItem) => void;
  /** Writes again what could not be written to disk. */
  readonly retry: (item: TimelineItem) => void;
}

export const isOnServer = (item: TimelineItem): boolean => item.rung === undefined || item.rung === 'server';

/** Its place in the channel is known, so that others can be pointed to it: a moment after it is on the server. */
export const hasPlace = ({ record }: TimelineItem): boolean => record.seq < PROVISIONAL_SEQ;
