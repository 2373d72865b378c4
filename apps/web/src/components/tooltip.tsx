import { useEffect, useRef, useState } from 'react';

/** Rest before a tooltip shows, so that a passing pointer opens nothing. */
const DELAY_MS = 450;
/** Once one was shown, the next comes at once for this long. */
const WARM_MS = 500;
const EDGE = 8;

interface Shown {
  readonly text: string;
  readonly keys: string | null;
  readonly anchor: Element;
}

/**
 * One tooltip for the whole page: whatever carries `data-tip` gets it on hover and on keyboard focus. The text is
 * also the control's accessible name, so that the tooltip itself stays out of the accessibility tree.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let warmUntil = 0;
    const hide = () => {
      clearTimeout(timer);
      setShown((before) => {
        if (before) warmUntil = performance.now() + WARM_MS;
        return null;
      });
    };
    const show = (anchor: Element, delay: number) => {
      clearTimeout(timer);
      const text = anchor.getAttribute('data-tip');
      if (text)
        timer = setTimeout(
          () => anchor.isConnected && setShown({ text, keys: anchor.getAttribute('data-keys'), anchor }),
          delay,
        );
    };
    const tipOf = (target: EventTarget | null) =>
      target instanceof Element ? target.closest('[data-tip]') : null;
    const onOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      const anchor = tipOf(event.target);
      if (anchor) show(anchor, performance.now() < warmUntil ? 0 : DELAY_MS);
      else if (!(event.target instanceof Element && event.target.closest('[role="tooltip"]'))) hide();
    };
    const onFocus = (event: FocusEvent) => {
      const anchor = tipOf(event.target);
      if (anchor?.matches(':focus-visible')) show(anchor, DELAY_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('focusin', onFocus);
    for (const name of ['pointerdown', 'focusout', 'scroll'] as const)
      document.addEventListener(name, hide, true);
    document.addEventListener('keydown', onKey);
    return () => {
      hide();
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('focusin', onFocus);
      for (const name of ['pointerdown', 'focusout', 'scroll'] as const)
        document.removeEventListener(name, hide, true);
      document.removeEventListener('keydown', onKey);
    };
  }, []);

  useEffect(() => {
    const tip = ref.current;
    if (!shown || !tip) return;
    tip.showPopover();
    const at = shown.anchor.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = (at.left + at.right - width) / 2;
    tip.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    tip.style.top = `${at.top - height - 6 >= EDGE ? at.top - height - 6 : at.bottom + 6}px`;
  }, [shown]);

  if (!shown) return null;
  return (
    <div
      ref={ref}
      popover="manual"
      role="tooltip"
      aria-hidden="true"
      className="appear fixed inset-auto flex max-w-72 items-center gap-2 rounded-control border-0 bg-text px-2 py-1 text-meta font-medium text-surface"
    >
      <span className="wrap-anywhere">{shown.text}</span>
      {shown.keys && <kbd className="font-sans opacity-70">{shown.keys}</kbd>}
    </div>
  );
}
