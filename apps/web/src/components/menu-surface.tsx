import { type KeyboardEvent, useRef } from 'react';
import { cx } from './class-names.ts';
import { Floating } from './floating.tsx';
import { Icon } from './icons.tsx';
import type { MenuItem } from './menu.tsx';

/** The menu itself, at an element: also opened by a long press, where there is no button. */
export function MenuSurface({
  label,
  items,
  anchor,
  onClose,
}: {
  label: string;
  items: readonly MenuItem[];
  anchor: Element | null;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  return (
    <Floating
      ref={ref}
      role="menu"
      label={label}
      anchor={anchor}
      start='[role^="menuitem"]'
      onKeyDown={(event) => onMenuKey(event, ref.current!, onClose)}
      onClose={onClose}
    >
      {items.map((item) => (
        <div key={item.label} role="none">
          {item.apart && <hr className="mx-2 my-1 h-px border-0 bg-line" />}
          <button
            type="button"
            {...(item.checked === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemradio', 'aria-checked': item.checked })}
            tabIndex={-1}
            onClick={() => {
              onClose();
              item.onSelect();
            }}
            className={cx(
              'flex min-h-8 w-full items-center gap-2.5 rounded-control px-2.5 py-1 text-start text-small select-none coarse:min-h-12 coarse:text-body',
              'outline-none hover:bg-hover focus-visible:bg-hover active:bg-active',
              item.danger ? 'text-danger-text' : 'text-text',
            )}
          >
            {item.picture && <span className="text-muted">{item.picture}</span>}
            {item.icon && <Icon name={item.icon} size={16} className={item.danger ? '' : 'text-muted'} />}
            <span className="min-w-0 grow wrap-anywhere">{item.label}</span>
            {item.checked && <Icon name="check" size={16} className="text-accent-text" />}
            {item.keys && (
              <kbd className="ps-4 font-sans text-meta text-muted coarse:hidden">{item.keys}</kbd>
            )}
          </button>
        </div>
      ))}
    </Floating>
  );
}

function onMenuKey(event: KeyboardEvent, menu: HTMLElement, onClose: () => void): void {
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1 + items.length,
    Home: 0,
    End: items.length - 1,
  };
  const step = steps[event.key];
  if (step !== undefined) items[step % items.length]?.focus();
  else if (event.key === 'Tab' || event.key === 'Escape') onClose();
  else if (event.key.length === 1) {
    const letter = event.key.toLocaleLowerCase();
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    order.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter))?.focus();
    if (letter !== ' ') event.stopPropagation();
    return;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
