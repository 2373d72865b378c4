import { type ChannelId, isTombstone, type PersonEntry, type UserId } from '@lectern/contracts';
import { mentionsOf } from '@lectern/rich-text';
import { memo, type PointerEvent, type ReactNode, Suspense, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { BodyView } from '../../components/body/body-view.tsx';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { lazily } from '../../components/lazily.ts';
import { Mark } from '../../components/mark.tsx';
import { RoleBadge } from '../../components/role-badge.tsx';
import { clock, fullMoment, time } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { threadAddress } from './addresses.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageMarks } from './message-marks.tsx';
import { beginning, PassageLink, QuoteLine } from './quote.tsx';
import { Reactions } from './reactions.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import { ThreadLine } from './thread-line.tsx';
import { type MessageRowData, shownAt } from './timeline-rows.ts';

const EmojiPicker = lazily(
  () => import('../../components/emoji-picker.tsx'),
  (module) => module.EmojiPicker,
);

export const loadMessageMenu = () => import('./message-menu.tsx');
const MessageMenu = lazily(loadMessageMenu, (module) => module.MessageMenu);

interface MessageRowProps {
  row: MessageRowData;
  author: PersonEntry | undefined;
  nameOf: (user: UserId) => string;
  me: UserId;
  channel: ChannelId;
  /** The one row of the list that the Tab key stops at. */
  active: boolean;
  /** Just jumped to: says so for a moment. */
  flash: boolean;
  /** Drawn in place of the text while it is being edited. */
  editor: ReactNode;
  actions: MessageActions;
}

/** A finger that rests this long asks for the menu; one that moves further is scrolling. */
const LONG_PRESS_MS = 450;
const STILL_PX = 8;

/**
 * One message. In reading order the author and the text come first; what is set beside or above them on screen is
 * placed there by the grid.
 */
export const MessageRow = memo(function MessageRow({
  row,
  author,
  nameOf,
  me,
  channel,
  active,
  flash,
  editor,
  actions,
}: MessageRowProps) {
  const { item, isHead } = row;
  const { record } = item;
  const [near, setNear] = useState(false);
  const [menu, setMenu] = useState<Element | null>(null);
  const self = useRef<HTMLElement>(null);
  const press = useLongPress(() => setMenu(self.current));
  const gone = isTombstone(record);
  const name = nameOf(record.author);
  const at = shownAt(item);
  const rung = item.change?.rung ?? item.rung;
  const label = markLabel(row);
  const [picker, setPicker] = useState<Element | null>(null);
  const thread = actions.threadOf(item);
  const mentionsMe = !gone && record.author !== me && mentions(row, me);

  return (
    <article
      ref={self}
      data-row={row.key}
      tabIndex={active ? 0 : -1}
      aria-label={undefined}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={(event) => event.target.matches(':focus-visible') && setNear(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setNear(false)}
      onContextMenu={(event) => {
        // The menu key, and a long press where the system turns it into this event. A mouse keeps its own menu.
        const byMouse = event.button === 2 && !press.isTouch();
        if (byMouse || editor) return;
        event.preventDefault();
        setMenu(self.current);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === self.current && !gone) {
          event.preventDefault();
          setMenu(self.current);
        }
      }}
      {...(editor ? {} : press.handlers)}
      className={cx(
        'relative isolate mx-auto w-full max-w-[calc(var(--text-column)+112px)] rounded-card px-5 outline-offset-[-2px] max-tablet:px-4 coarse:select-none',
        flash && 'row-flash',
        (near || menu || picker) && !editor && 'bg-hover',
        mentionsMe && 'bg-[color-mix(in_oklch,var(--highlight)_22%,transparent)]',
        isHead ? 'pt-1.5 pb-0.5' : 'py-0.5',
      )}
    >
      <div className="grid grid-cols-[32px_fit-content(62%)_minmax(0,1fr)_16px] gap-x-3 max-tablet:gap-x-2">
        {isHead ? (
          <>
            <span className="col-start-2 row-start-1 min-w-0 truncate font-semibold">
              <bdi>{name}</bdi>
            </span>
            <span className="col-start-1 row-span-2 row-start-1 pt-0.5">
              <Avatar id={record.author} name={name} size={32} />
            </span>
          </>
        ) : (
          <span className="sr-only">{name}</span>
        )}
        <div
          className={cx(
            'col-start-2 col-end-4 min-w-0',
            isHead ? 'row-start-2' : 'row-start-1',
            (gone || item.rung === 'refused') && 'text-soft',
          )}
        >
          {!gone && record.inChannel && thread !== null && (
            <Link
              href={threadAddress(channel, thread)}
              onClick={(event) => {
                event.preventDefault();
                actions.openThread(item);
              }}
              className="mb-0.5 flex max-w-full min-w-0 items-center gap-1.5 rounded-[4px] text-small text-muted hover:underline"
            >
              <Icon name="thread" size={16} />
              <span className="shrink-0 font-medium text-soft">{words.threads.repliedTo}</span>
              {!record.reply && item.quoted && (
                <span dir="auto" className="truncate">
                  {beginning(item.quoted, nameOf)}
                </span>
              )}
            </Link>
          )}
          {!gone && record.reply && (
            <Link
              href={`/c/${channel}/m/${record.reply.seq || item.quoted?.seq}`}
              className="mb-0.5 flex max-w-full rounded-[4px] hover:underline"
            >
              <QuoteLine record={item.quoted} nameOf={nameOf} />
            </Link>
          )}
          {!gone && record.anchor && (
            <PassageLink channel={channel} message={record.id} anchor={record.anchor} />
          )}
          {editor ??
            (gone ? (
              <p className="flex items-center gap-1.5 text-muted">
                <Icon name="trash" size={16} />
                {words.messages.deleted}
              </p>
            ) : (
              <BodyView body={record.body} nameOf={nameOf} me={me} />
            ))}
          {!gone && record.editedAt !== undefined && !editor && (
            <Edited
              at={record.editedAt}
              onOpen={actions.canSeeVersions(item) ? () => actions.seeVersions(item) : null}
            />
          )}
        </div>
        <div className="col-start-2 col-end-5 min-w-0">
          {!editor && <Reactions item={item} me={me} nameOf={nameOf} actions={actions} onAdd={setPicker} />}
          {record.replies && thread !== null && !record.thread && (
            <ThreadLine
              replies={record.replies}
              fresh={item.newReplies ?? 0}
              href={threadAddress(channel, thread)}
              onOpen={() => actions.openThread(item)}
              nameOf={nameOf}
            />
          )}
          {!editor && <MessageMarks item={item} channel={channel} nameOf={nameOf} />}
          <RefusedNotice item={item} actions={actions} />
        </div>
        {isHead ? (
          <span className="col-start-3 row-start-1 flex min-w-0 items-center gap-2">
            <RoleBadge role={author?.role} />
            <time
              dateTime={new Date(at).toISOString()}
              data-tip={fullMoment(at)}
              className="shrink-0 text-meta text-muted"
            >
              {time(at)}
            </time>
          </span>
        ) : (
          <time
            dateTime={new Date(at).toISOString()}
            data-tip={fullMoment(at)}
            className={cx(
              'col-start-1 row-start-1 -ms-2 -me-2 overflow-hidden pt-[3px] text-center text-meta whitespace-nowrap text-muted',
              near ? '' : 'opacity-0',
            )}
          >
            {clock(at)}
          </time>
        )}
        <span
          className={cx(
            'col-start-4 flex items-end justify-end pb-[3px]',
            isHead ? 'row-start-2' : 'row-start-1',
          )}
        >
          {rung && label && (
            <Mark rung={rung} label={label} fades={!row.keepsTick || item.change !== undefined} />
          )}
        </span>
      </div>
      {(near || menu || picker) && !editor && !gone && (
        <div className="absolute end-4 -top-4 flex rounded-control bg-raised p-0.5 shadow-float coarse:hidden">
          {actions.canReact(item) && (
            <IconButton
              icon="react"
              iconSize={16}
              label={words.messages.react}
              aria-haspopup="dialog"
              onClick={(event) => setPicker(event.currentTarget)}
            />
          )}
          {actions.canReply(item) && (
            <IconButton
              icon="reply"
              iconSize={16}
              label={words.messages.reply}
              onClick={() => actions.reply(item)}
              className="rtl:-scale-x-100"
            />
          )}
          {thread !== null && (
            <IconButton
              icon="thread"
              iconSize={16}
              label={words.threads.open}
              keys="T"
              onClick={() => actions.openThread(item)}
            />
          )}
          {actions.canEdit(item) && (
            <IconButton
              icon="edit"
              iconSize={16}
              label={words.messages.edit}
              onClick={() => actions.edit(item)}
              className="touch-auto"
            />
          )}
          <IconButton
            icon="more"
            iconSize={16}
            label={words.messages.actions(name)}
            aria-haspopup="menu"
            onClick={(event) => setMenu(event.currentTarget)}
          />
        </div>
      )}
      {picker && (
        <Suspense>
          <EmojiPicker
            anchor={picker}
            onClose={() => setPicker(null)}
            onPick={(emoji) => actions.react(item, emoji, true)}
          />
        </Suspense>
      )}
      {menu && !gone && (
        <Suspense>
          <MessageMenu
            item={item}
            name={name}
            actions={actions}
            anchor={menu}
            askEmoji={() => setPicker(self.current)}
            onClose={() => setMenu(null)}
          />
        </Suspense>
      )}
    </article>
  );
});

/** That a message was edited, and for those who may the way to what it said before. */
function Edited({ at, onOpen }: { at: number; onOpen: (() => void) | null }) {
  const tip = words.messages.editedAt(fullMoment(at));
  const said = `(${words.messages.edited})`;
  if (!onOpen)
    return (
      <span className="text-meta text-muted" data-tip={tip}>
        {said}
      </span>
    );
  return (
    <button
      type="button"
      data-tip={tip}
      aria-label={`${said} ${words.messages.versions}`}
      onClick={onOpen}
      className="rounded-[4px] text-meta text-muted hover:text-text hover:underline"
    >
      {said}
    </button>
  );
}

/** The word for the mark beside an own message. */
function markLabel({ item }: MessageRowData): string | null {
  if (item.change) {
    const { kind, rung } = item.change;
    const said = kind === 'edit' || kind === 'delete' || kind === 'react' ? kind : 'mark';
    if (rung === 'device') return words.rung[`${said}Device`];
    if (rung === 'sending') return words.rung[`${said}Sending`];
    return rung === 'refused' ? words.pending.refused : null;
  }
  switch (item.rung) {
    case 'device':
      return words.rung.device;
    case 'sending':
      return words.rung.sending;
    case 'server':
      return isTombstone(item.record) ? null : words.rung.server(item.record.at);
    case 'refused':
      return words.pending.refused;
    default:
      return null;
  }
}

const mentions = ({ item: { record } }: MessageRowData, me: UserId): boolean =>
  !isTombstone(record) && mentionsOf(record.body).includes(me);

/** Opens on a finger that stays where it is. */
function useLongPress(onPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef<{ x: number; y: number } | null>(null);
  const stop = () => clearTimeout(timer.current);
  return {
    isTouch: () => from.current !== null,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.pointerType !== 'touch') {
          from.current = null;
          return;
        }
        from.current = { x: event.clientX, y: event.clientY };
        stop();
        timer.current = setTimeout(onPress, LONG_PRESS_MS);
      },
      onPointerMove: (event: PointerEvent) => {
        const start = from.current;
        if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) stop();
      },
      onPointerUp: stop,
      onPointerCancel: stop,
    },
  };
}
