import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A surface beside an element, above everything else: the focus goes into it and comes back when it closes, and a
 * press anywhere else closes it. On a phone the style sheet puts it at the foot of the window.
 */
export function Floating({
  ref,
  role,
  label,
  anchor,
  start,
  className = '',
  onKeyDown,
  onClose,
  children,
}: {
  ref: RefObject<HTMLDivElement | null>;
  role: 'menu' | 'dialog';
  label: string;
  anchor: Element | null;
  /** Selector of what has the focus first. */
  start: string;
  className?: string;
  onKeyDown: (event: KeyboardEvent) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const surface = ref.current!;
    const before = document.activeElement;
    // Not `auto`: the end of the long press that opens it would dismiss it.
    layer.current!.showPopover();
    place(surface, anchor);
    surface.querySelector<HTMLElement>(start)?.focus({ preventScroll: true });
    return () => {
      const inside = surface.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [ref, anchor, start]);

  return (
    <div
      ref={layer}
      popover="manual"
      className="menu-layer"
      onPointerDown={(event) => {
        if (event.target !== layer.current) return;
        event.preventDefault();
        onClose();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has a role, whichever is given */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both of its roles have names */}
      <div
        ref={ref}
        role={role}
        tabIndex={-1}
        aria-label={label}
        className={`menu ${className}`}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </div>
  );
}

/** Space kept between it and its anchor, and between it and the edge of the window. */
const GAP = 4;
const EDGE = 8;

/** Below the anchor's end, or above it where there is no room. On a phone the style sheet puts it at the foot. */
function place(menu: HTMLElement, anchor: Element | null): void {
  if (!anchor || matchMedia('(width < 48rem)').matches) return;
  const at = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const rtl = getComputedStyle(menu).direction === 'rtl';
  const wanted =
    (at.left + at.right) / 2 > innerWidth / 2 === !rtl || at.left + width > innerWidth - EDGE
      ? at.right - width
      : at.left;
  const below = at.bottom + GAP + height <= innerHeight - EDGE;
  menu.style.left = `${Math.max(EDGE, Math.min(wanted, innerWidth - width - EDGE))}px`;
  menu.style.top = `${below ? at.bottom + GAP : Math.max(EDGE, at.top - GAP - height)}px`;
}
