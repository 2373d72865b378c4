import { isTombstone, type NoticeKind, reactionsOfOthers, type UserId } from '@lectern/contracts';
import type { NoticeItem } from '@lectern/sync-client';
import type { IconName } from '../../components/icons.tsx';
import { noticeWords } from '../../words/notifications.ts';
import { noticeAddress } from '../channel/addresses.ts';

/** What an entry of the list looks like, by its kind. */
export interface NoticeLook {
  readonly icon: IconName;
  /** Whose face and name begin the entry. */
  readonly who: (notice: NoticeItem) => UserId;
  /** What they did, between their name and the channel's. */
  readonly did: (notice: NoticeItem) => string;
  readonly address: (notice: NoticeItem) => string;
}

/** Emoji that are shown of a message's reactions: what fits in a line on a phone. */
const MOST_EMOJI = 5;

export const noticeLooks: Readonly<Record<NoticeKind, NoticeLook>> = {
  mention: {
    icon: 'at',
    who: ({ from }) => from,
    did: ({ group }) => (group === undefined ? noticeWords.short.mention : noticeWords.short.call(group)),
    address: noticeAddress,
  },
  reply: {
    icon: 'thread',
    who: ({ from }) => from,
    did: () => noticeWords.short.reply,
    address: noticeAddress,
  },
  reaction: {
    icon: 'react',
    // The newest, unless that one has taken it away again.
    who: (notice) => {
      const people = peopleOf(notice);
      return people.includes(notice.from) ? notice.from : (people.at(-1) ?? notice.from);
    },
    did: (notice) => {
      const emoji = reactionsIn(notice).map((reaction) => reaction.emoji);
      const shown = emoji.length > MOST_EMOJI ? [...emoji.slice(0, MOST_EMOJI), '…'] : emoji;
      return noticeWords.short.reaction(Math.max(0, peopleOf(notice).length - 1), shown.join(' '));
    },
    address: noticeAddress,
  },
};

/** As the message has them now; none where it is not stored here. */
const reactionsIn = ({ record }: NoticeItem) =>
  record === null || isTombstone(record) ? [] : reactionsOfOthers(record);
const peopleOf = (notice: NoticeItem): UserId[] => [...new Set(reactionsIn(notice).flatMap(({ by }) => by))];
