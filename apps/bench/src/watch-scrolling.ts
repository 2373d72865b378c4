export interface ScrollRecord {
  /** Different messages that were drawn. */
  readonly messages: number;
  /** Longest time in which no message was in sight. */
  readonly longestBlankMs: number;
  readonly longestFrameMs: number;
  /** Frames that took more than 50 ms. */
  readonly longFrames: number;
  /** Times that the list grew by a page while one scrolled. */
  readonly prepends: number;
  /** The most that the messages in sight moved then, beyond what the wheel moved them, in pixels. */
  readonly prependShift: number;
  readonly mostElements: number;
  readonly seconds: number;
}

/**
 * Runs in the page: looks at the list in every frame until `end` is called.
 * @param wheel pixels of one turn of the wheel; what is in sight moves by whole turns and by nothing else
 */
export function watchScrolling(wheel: number): { messages: () => number; end: () => ScrollRecord } {
  /** Growth of the list in one frame that is a page of messages and no mere measuring. */
  const PAGE_PX = 500;
  const box = [...document.querySelectorAll<HTMLElement>('[data-scroller]')].at(-1)!;
  const seen = new Set<string>();
  const began = performance.now();
  const most = { blank: 0, frame: 0, long: 0, prepends: 0, shift: 0, elements: 0 };
  let last: { now: number; height: number; scrolled: number; places: Map<string, number> } | null = null;
  let blankSince: number | null = null;
  let ended = false;
  const look = (): void => {
    const now = performance.now();
    const { top, bottom } = box.getBoundingClientRect();
    const places = new Map<string, number>();
    const inSight = new Map<string, number>();
    for (const row of box.querySelectorAll<HTMLElement>('[data-row]')) {
      const place = row.getBoundingClientRect();
      if (place.bottom > top && place.top < bottom) inSight.set(row.dataset.row!, place.top);
      places.set(row.dataset.row!, place.top);
      seen.add(row.dataset.row!);
    }
    blankSince = inSight.size > 0 ? null : (blankSince ?? now);
    if (blankSince !== null) most.blank = Math.max(most.blank, now - blankSince);
    most.elements = Math.max(most.elements, document.getElementsByTagName('*').length);
    const height = box.scrollHeight;
    if (last !== null) {
      most.frame = Math.max(most.frame, now - last.now);
      if (now - last.now > 50) most.long += 1;
      if (height - last.height > PAGE_PX) {
        most.prepends += 1;
        const { places: before, scrolled } = last;
        for (const [row, at] of inSight) {
          const was = before.get(row);
          if (was === undefined) continue;
          // Where fewer pixels than a turn were left above, the wheel has moved it by those.
          const steps = [Math.round((at - was) / wheel) * wheel, scrolled];
          most.shift = Math.max(most.shift, Math.min(...steps.map((step) => Math.abs(at - was - step))));
        }
      }
    }
    last = { now, height, scrolled: box.scrollTop, places };
    if (!ended) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return {
    messages: () => seen.size,
    end: () => {
      ended = true;
      return {
        messages: seen.size,
        longestBlankMs: most.blank,
        longestFrameMs: most.frame,
        longFrames: most.long,
        prepends: most.prepends,
        prependShift: most.shift,
        mostElements: most.elements,
        seconds: (performance.now() - began) / 1_000,
      };
    },
  };
}
