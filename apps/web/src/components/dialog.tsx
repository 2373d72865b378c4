import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { words } from '../words/words.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';

interface DialogProps {
  title: string;
  lead?: ReactNode;
  onClose: () => void;
  /** Pixels; a phone always gives its whole width. */
  width?: number;
  children?: ReactNode;
  /** The buttons at the foot. */
  footer?: ReactNode;
  /** With it, the dialog is a form, and Enter in a field does this. */
  onSubmit?: () => void;
}

/**
 * A modal dialog on the browser's own `dialog`: focus begins at `data-autofocus` and stays in, Esc closes, the page
 * behind is inert, and focus returns to where it was.
 */
export function Dialog({ title, lead, onClose, width = 440, children, footer, onSubmit }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => dialog.close();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const Shell = onSubmit ? 'form' : 'div';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Esc is the key for it
    <dialog
      ref={ref}
      className="dialog"
      style={{ ['--dialog-width' as string]: `${width}px` }}
      aria-labelledby={`${id}-title`}
      aria-describedby={lead ? `${id}-lead` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <Shell
        className="flex min-h-0 grow flex-col"
        {...(onSubmit ? { onSubmit: submit, noValidate: true } : {})}
      >
        <header className="flex items-start gap-3 px-5 pt-4 pb-1">
          <h2
            id={`${id}-title`}
            className="min-w-0 grow pt-0.5 text-[1.0625rem]/6 font-semibold wrap-anywhere"
          >
            {title}
          </h2>
          <IconButton icon="close" label={words.common.close} onClick={onClose} className="-me-1.5" />
        </header>
        <div
          className={cx(
            'flex min-h-0 grow flex-col gap-4 overflow-y-auto px-5 pt-0.5',
            footer ? 'pb-4' : 'pb-5',
          )}
        >
          {lead && (
            <p id={`${id}-lead`} className="text-soft wrap-anywhere">
              {lead}
            </p>
          )}
          {children}
        </div>
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
            {footer}
          </footer>
        )}
      </Shell>
    </dialog>
  );
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  lead,
  action,
  kind = 'danger',
  busy = false,
  careful = false,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  lead: string;
  action: string;
  kind?: 'danger' | 'primary';
  busy?: boolean;
  /** Enter does not do it: the focus begins on the way out. For what nobody can bring back. */
  careful?: boolean;
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      lead={lead}
      onClose={onClose}
      width={400}
      footer={
        <>
          <Button onClick={onClose} data-autofocus={careful ? '' : undefined}>
            {words.common.cancel}
          </Button>
          <Button kind={kind} busy={busy} onClick={onConfirm} data-autofocus={careful ? undefined : ''}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
