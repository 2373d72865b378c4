import { useEffect, useRef, useState } from 'react';
import { words } from '../words/words.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icons.tsx';
import type { Toast } from './toast.tsx';

/** Long enough to read two lines twice. */
const SHOWN_MS = 7_000;

/** A toast that goes by itself, but not under the pointer or the focus. */
export function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
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
