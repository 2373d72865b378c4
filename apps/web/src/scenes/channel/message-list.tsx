import type { InlineNode } from '@lectern/contracts';
import { linesOf } from '@lectern/rich-text';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { inOwnTurn } from '../../hooks/in-own-turn.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { number } from '../../words/format.ts';
import { words } from '../../words/words.ts';
import { ListSkeleton } from './list-skeleton.tsx';
import { hasPlace } from './message-actions.ts';
import type { MessageRowData, TimelineRow } from './timeline-rows.ts';

export interface MessageListHandle {
  toEnd(): void;
  /** The message that this person has just sent brings the list to its end when it is drawn. */
  followNext(): void;
  focusLast(): void;
}

interface MessageListProps {
  label: string;
  rows: readonly TimelineRow[];
  /** More rows are on their way. */
  isLoading: boolean;
  /** Stands above the first row, `HEAD` pixels high: what is known of older messages. */
  head: ReactNode;
  /** Where to stand at first: at a message, at the unread line, or at the end. Null while that is not known. */
  start: { readonly key: string; readonly align: 'start' | 'center' } | 'end' | null;
  /** Unread messages below what is in sight. */
  below: number;
  /** A list that is shorter than its room stands at the top of it, and not at the end. */
  fromTop?: boolean;
  /** The last row is the newest message. */
  reachesEnd: boolean;
  onNearStart: (middle: number) => void;
  onNearEnd: (middle: number) => void;
  /** The highest committed seq that has been in sight, told after scrolling and when rows come. */
  onSeen: (seq: number, atEnd: boolean) => void;
  onLatest: () => void;
  drawRow: (row: TimelineRow, active: boolean) => ReactNode;
  onRowKey: (event: KeyboardEvent, row: MessageRowData) => void;
  ref?: Ref<MessageListHandle>;
}

/** Rows drawn beyond the edges: a fling at 60 frames per second shows no blank. */
const OVERSCAN = 8;
/** Distance in rows from an end of the window at which more is asked for. */
const NEAR = 15;
/** Room at the start for the word on the connection, which lies over the list. */
const BAR = 52;
const HEAD = 48;
/** Pixels from the end that still count as being at the end. */
const AT_END = 80;
/** A row that was gone to keeps its place for this long, while rows around it come and are measured. Milliseconds. */
const HOLD_MS = 500;

/** The virtual list of a conversation. It stands on its last row and never moves what is being read. */
export function MessageList(props: MessageListProps) {
  const { start } = props;
  // The list begins when it is known where, so that its first rows are those that stay on screen.
  if (start !== null) return <PlacedList {...props} start={start} />;
  return (
    <div className="relative min-h-0 grow">
      <div data-scroller="" className="absolute inset-0 overflow-hidden">
        <ListSkeleton />
      </div>
    </div>
  );
}

interface Goal {
  readonly key: string;
  readonly align: 'start' | 'center' | 'auto';
  until: number;
}

type PlacedListProps = MessageListProps & { start: NonNullable<MessageListProps['start']> };

function PlacedList(props: PlacedListProps) {
  const { label, rows, isLoading, start, reachesEnd, below, drawRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [atEnd, setAtEnd] = useState(true);
  const placed = useRef<unknown>(null);
  const last = rows.findLast((row) => row.kind === 'message') ?? null;
  const lastKey = last?.key ?? null;
  const activeKey = active !== null && rows.some((row) => row.key === active) ? active : lastKey;

  const sizeOf = (row: TimelineRow | undefined) => estimate(row, scroller.current?.clientWidth ?? innerWidth);
  const paddingStart = props.head ? BAR + HEAD : BAR;
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    // Before anything is measured: about as high as the window, and about where it will stand.
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => {
      const at = start === 'end' ? rows.length : rows.findIndex((row) => row.key === start.key);
      const above = rows.slice(0, at).reduce((sum, row) => sum + sizeOf(row), paddingStart);
      if (start === 'end') return Math.max(0, above - innerHeight);
      // A row that is to stand in the middle is drawn there at once, and not at the top first.
      return Math.max(0, above - (start.align === 'center' ? innerHeight / 2 - BAR : BAR));
    },
    estimateSize: (index) => sizeOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: reachesEnd,
    scrollEndThreshold: AT_END,
    overscan: OVERSCAN,
    paddingEnd: 12,
    paddingStart,
    scrollPaddingStart: BAR,
  });
  const drawn = list.getVirtualItems();

  // A row that is being gone to. The virtualizer goes to a number, and rows that come in above give the row another one.
  const goal = useRef<Goal | null>(null);
  const goTo = (key: string, align: Goal['align']): boolean => {
    const index = rows.findIndex((row) => row.key === key);
    if (index < 0) return false;
    goal.current = { key, align, until: performance.now() + HOLD_MS };
    list.scrollToIndex(index, { align });
    return true;
  };
  const letGo = () => {
    goal.current = null;
  };
  useLayoutEffect(() => {
    const { current } = goal;
    if (current === null) return;
    if (isLoading) current.until = performance.now() + HOLD_MS;
    const index = rows.findIndex((row) => row.key === current.key);
    if (index < 0 || performance.now() > current.until) goal.current = null;
    else list.scrollToIndex(index, { align: current.align });
  }, [rows, isLoading, list]);

  useLayoutEffect(() => {
    if (rows.length === 0 || placed.current === start) return;
    placed.current = start;
    if (start !== 'end' && goTo(start.key, start.align)) setActive(start.key);
    else list.scrollToEnd();
  });

  // The list follows a row that is appended by itself, but not what others wrote and what comes in above rows that
  // wait here: then it holds its first row still, and the end runs away from who stands there.
  // So it does when its room changes: a keyboard opens, the composer grows, the device is turned; and when a row gets
  // higher under who reads it: somebody reacts.
  const total = list.getTotalSize();
  const { height = 0 } = list.scrollRect ?? {};
  const room = useRef({ width: 0, height: 0 });
  const standsAtEnd = useRef(false);
  const followsNext = useRef(false);
  useLayoutEffect(() => {
    if (!reachesEnd || rows.length === 0) return;
    if (followsNext.current && last !== null && !hasPlace(last.item)) {
      followsNext.current = false;
      standsAtEnd.current = true;
    }
    const left = total - height - (list.scrollOffset ?? 0);
    if (standsAtEnd.current && left > 1) list.scrollToEnd();
  }, [rows, last, reachesEnd, list, height, total]);

  const look = useStable(() => {
    const box = scroller.current;
    if (!box) return;
    const { clientWidth, clientHeight } = box;
    const isNewRoom = clientWidth !== room.current.width || clientHeight !== room.current.height;
    room.current = { width: clientWidth, height: clientHeight };
    if (isNewRoom && standsAtEnd.current) list.scrollToEnd();
    const end = reachesEnd && list.isAtEnd(AT_END);
    setAtEnd(end);
    standsAtEnd.current = end;
    const seen = drawn.filter(
      (item) => item.start < box.scrollTop + box.clientHeight && item.end > box.scrollTop,
    );
    const seqs = seen
      .map((item) => rows[item.index])
      .filter((row) => row?.kind === 'message' && hasPlace(row.item))
      .map((row) => (row as MessageRowData).item.record.seq);
    if (seqs.length > 0) props.onSeen(Math.max(...seqs), end);
    const middle = seqs[Math.floor(seqs.length / 2)];
    if (middle === undefined) return;
    if ((seen[0]?.index ?? 0) < NEAR) props.onNearStart(middle);
    if ((seen.at(-1)?.index ?? 0) > rows.length - NEAR) props.onNearEnd(middle);
  });
  // Looking measures the page; a keystroke that has just drawn its message should not wait for that, nor should the
  // frame that shows it: behind that frame the page is measured already.
  const frame = useRef(0);
  const lookSoon = useStable(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      inOwnTurn(() => {
        frame.current = 0;
        look();
      });
    });
  });
  // A list that needs no scrolling never scrolls: what comes into sight at once is looked at when it is drawn.
  const lastDrawn = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && lastDrawn >= 0) lookSoon();
  }, [rows, lastDrawn, lookSoon]);
  // The virtualizer draws again only when other rows come into sight, and less room than that hides the last line.
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [look]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const toRow = useStable((index: number) => {
    const row = rows[index];
    if (row?.kind !== 'message') return;
    setActive(row.key);
    goTo(row.key, 'auto');
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${row.key}"]`)?.focus({ preventScroll: true }),
    );
  });
  useImperativeHandle(props.ref, () => ({
    toEnd: () => {
      letGo();
      if (!atEnd) list.scrollToEnd();
    },
    followNext: () => {
      letGo();
      followsNext.current = true;
    },
    focusLast: () => toRow(rows.findLastIndex((row) => row.kind === 'message')),
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    letGo();
    const at = rows.findIndex((row) => row.key === activeKey);
    const row = rows[at];
    if (
      !(event.target instanceof HTMLElement) ||
      event.target.dataset.row === undefined ||
      row?.kind !== 'message'
    )
      return;
    const to = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: rows.findIndex((each) => each.kind === 'message'),
      End: rows.length - 1,
    }[event.key];
    if (to !== undefined && !event.altKey) {
      event.preventDefault();
      toRow(to);
    } else props.onRowKey(event, row);
  };

  return (
    <div className="relative min-h-0 grow">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys move between the rows inside, which have the focus */}
      <div
        ref={scroller}
        data-scroller=""
        onScroll={lookSoon}
        onKeyDown={onKeyDown}
        onWheel={letGo}
        onPointerDown={letGo}
        className="absolute inset-0 overflow-x-hidden overflow-y-auto overscroll-contain [contain:strict] [overflow-anchor:none]"
      >
        <div className={cx('flex min-h-full flex-col', !props.fromTop && 'justify-end')}>
          <div
            {...(drawn.some(({ index }) => rows[index]?.kind === 'message') && {
              role: 'list',
              'aria-label': label,
            })}
            className="relative w-full"
            style={{ height: list.getTotalSize() }}
          >
            {props.head && <div className="absolute inset-x-0 top-[52px]">{props.head}</div>}
            {drawn.map((item) => {
              const row = rows[item.index]!;
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: only learns which row has the focus
                <div
                  key={item.key}
                  data-index={item.index}
                  ref={list.measureElement}
                  role={row.kind === 'message' ? 'listitem' : undefined}
                  className="absolute inset-x-0 top-0 [contain:layout_style]"
                  style={{ transform: `translateY(${item.start}px)` }}
                  onFocus={row.kind === 'message' ? () => setActive(row.key) : undefined}
                >
                  {drawRow(row, row.key === activeKey)}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {!atEnd && <JumpButton count={below} onClick={props.onLatest} />}
    </div>
  );
}

function JumpButton({ count, onClick }: { count: number; onClick: () => void }) {
  const label = count > 0 ? words.messages.jumpNew(count) : words.messages.jumpLatest;
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={count > 0 ? `${words.messages.jumpLatest}, ${label}` : label}
      className="rise absolute end-5 bottom-3 flex min-h-9 items-center gap-2 rounded-full bg-raised px-3.5 text-small font-medium text-text shadow-float coarse:min-h-11"
    >
      {count > 0 && (
        <span className="tabular flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-meta text-on-accent">
          {number(count)}
        </span>
      )}
      <span className="max-tablet:sr-only">{count > 0 ? words.messages.jumpLatest : label}</span>
      <Icon name="down" size={16} />
    </button>
  );
}

/** Characters of body text that a pixel of column carries, on average, in the 15 px face. */
const CHARACTERS_PER_PIXEL = 0.143;
const LINE = 22;

/** A row's height before it is measured: near enough that the scrollbar does not jump. */
function estimate(row: TimelineRow | undefined, width: number): number {
  if (!row || row.kind === 'edge') return 48;
  if (row.kind === 'start') return 120;
  const column = Math.min(760, width) - 108;
  const said = 'body' in row.item.record ? linesOf(row.item.record.body) : [];
  const lines = said.flatMap(textLines).reduce((sum, { length }) => {
    return sum + Math.max(1, Math.ceil(length / (column * CHARACTERS_PER_PIXEL)));
  }, 0);
  return (
    Math.max(1, lines) * LINE +
    Math.max(0, said.length - 1) * 6 +
    4 +
    (row.isHead ? LINE + 10 : 0) +
    (row.day === null ? 0 : 40) +
    (row.unread === null ? 0 : 28)
  );
}

/** The lines that a line of a body is at least drawn as, without names. */
const textLines = (line: readonly InlineNode[]): string[] =>
  line
    .map((node) => (node.t === 'text' ? node.s : node.t === 'break' ? '\n' : MIDDLING))
    .join('')
    .split('\n');

/** As long as most names, links and formulas. */
const MIDDLING = ' '.repeat(12);
