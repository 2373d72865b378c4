import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { words } from '../words/words.ts';
import { Button, IconButton } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';

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

/** Long enough to read two lines twice. */
const SHOWN_MS = 7_000;
const MAX_SHOWN = 3;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { id: number })[]>([]);
  const next = useRef(1);
  const show = useMemo(
    () => (toast: Toast) =>
      setToasts((before) => [...before.slice(1 - MAX_SHOWN), { ...toast, id: next.current++ }]),
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
        {toasts.map((toast) => (
          <ToastCard
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

function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => close.current(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing to operate, only not to vanish under the pointer
    <div
      className="rise flex items-start gap-3 rounded-card bg-raised py-2.5 ps-3.5 pe-2 text-text shadow-float"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.icon && <Icon name={toast.icon} size={18} className="mt-1 text-muted" />}
      <div className="min-w-0 grow py-0.5">
        <p className="text-small font-medium wrap-anywhere">{toast.title}</p>
        {toast.detail && (
          <p dir="auto" className="line-clamp-2 text-small text-soft wrap-anywhere">
            {toast.detail}
          </p>
        )}
      </div>
      {toast.action && (
        <Button
          size="small"
          className="shrink-0"
          onClick={() => {
            toast.action?.run();
            onClose();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon="close" iconSize={16} label={words.common.close} onClick={onClose} className="-ms-1" />
    </div>
  );
}
