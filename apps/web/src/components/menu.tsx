import { type KeyboardEvent, type ReactNode, Suspense, useRef, useState } from 'react';
import type { IconName } from './icons.tsx';
import { lazily } from './lazily.ts';

export const loadMenus = () => import('./menu-surface.tsx');
const MenuSurface = lazily(loadMenus, (module) => module.MenuSurface);

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** In the place of an icon, one that only the caller has. */
  readonly picture?: ReactNode;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  /** The key for the same action, shown beside it. */
  readonly keys?: string;
  /** Draws a line above the item. */
  readonly apart?: boolean;
  /** Set for one-of-several items. */
  readonly checked?: boolean;
}

interface TriggerProps {
  ref: (element: HTMLButtonElement | null) => void;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
}

/** A button and the menu it opens, whose code is loaded with the first one. `children` draws the button with the given properties. */
export function Menu({
  label,
  items,
  children,
}: {
  label: string;
  items: readonly MenuItem[];
  children: (trigger: TriggerProps) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement | null>(null);
  return (
    <>
      {children({
        ref: (element) => {
          button.current = element;
        },
        onClick: () => setOpen(!open),
        onKeyDown: (event) => {
          if (event.key === 'ArrowDown' && !open) {
            event.preventDefault();
            setOpen(true);
          }
        },
        'aria-haspopup': 'menu',
        'aria-expanded': open,
      })}
      {open && (
        <Suspense>
          <MenuSurface label={label} items={items} anchor={button.current} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
