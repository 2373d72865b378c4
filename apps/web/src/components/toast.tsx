import { createContext, type ReactNode, use, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { IconName } from './icons.tsx';
import type { ToastCard } from './toast-card.tsx';

export interface Toast {
  readonly title: string;
  readonly detail?: string;
  readonly icon?: IconName;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/**
 * Shows a toast under the header, beside a panel and not over it; it is read out politely and goes by
 * itself, never under the pointer or the focus.
 */
export function useToast(): (toast: Toast) => void {
  return use(ToastContext);
}

/** How one looks comes after the first screen, which shows none. */
export const loadToastCard = () => import('./toast-card.tsx');

const MAX_SHOWN = 3;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  // What cannot be fetched at the moment is no reason for the page to fall: it is asked for again with the next one.
  const [Card, setCard] = useState<typeof ToastCard | null>(null);
  const next = useRef(1);
  const show = useMemo(
    () => (toast: Toast) => {
      setToasts((before) => [...before.slice(1 - MAX_SHOWN), { ...toast, id: next.current++ }]);
      loadToastCard().then(
        (module) => setCard(() => module.ToastCard),
        () => {},
      );
    },
    [],
  );
  const layer = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Above dialogs too: the newest popover of the top layer.
    if (toasts.length > 0) {
      layer.current?.hidePopover();
      layer.current?.showPopover();
    } else layer.current?.hidePopover();
  }, [toasts.length]);
  return (
    <ToastContext value={show}>
      {children}
      <section
        ref={layer}
        popover="manual"
        aria-live="polite"
        className="inset-auto end-4 top-[calc(var(--header-height)+12px)] desktop:[html:has([data-side-panel])_&]:end-[calc(var(--info-width)+16px)] desktop:[html:has([data-side-panel=thread])_&]:end-[calc(var(--thread-width)+16px)] w-88 max-w-[calc(100vw-32px)] flex-col gap-2 overflow-visible border-0 bg-transparent p-0 open:flex max-tablet:inset-x-3 max-tablet:top-[calc(var(--header-height)+8px+env(safe-area-inset-top))] max-tablet:w-auto max-tablet:max-w-none"
      >
        {Card !== null &&
          toasts.map((toast) => (
            <Card
              key={toast.id}
              toast={toast}
              onClose={() => setToasts((before) => before.filter((each) => each.id !== toast.id))}
            />
          ))}
      </section>
    </ToastContext>
  );
}

const ToastContext = createContext<(toast: Toast) => void>(() => {});
