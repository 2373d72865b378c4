import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './class-names.ts';
import { Icon, type IconName } from './icons.tsx';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger' | 'quiet-danger';

/** Colours come from `kind` alone: of two colours in one class list the style sheet's order decides, not ours. */
interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  size?: 'normal' | 'small';
  icon?: IconName;
  /** Something is running: the button keeps its size and cannot be pressed again. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  busy,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap select-none',
        'transition-[background-color,opacity] disabled:opacity-55',
        size === 'normal'
          ? 'min-h-9 px-3.5 text-body coarse:min-h-11'
          : 'min-h-7 px-2.5 text-small coarse:min-h-11 coarse:px-3.5',
        kinds[kind],
        className,
      )}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 16 : 18} className="-ms-0.5" />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: IconName;
  /** The button's name, also its tooltip. */
  label: string;
  /** Shown beside the name in the tooltip. */
  keys?: string;
  iconSize?: number;
  /** Its colours; as with buttons, never by `className`. */
  tone?: IconTone;
  ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon,
  label,
  keys,
  iconSize = 18,
  tone = 'muted',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-keys={keys}
      {...rest}
      className={cx(
        'touch-target inline-flex shrink-0 items-center justify-center rounded-control select-none',
        'transition-colors disabled:opacity-40',
        tones[tone],
        className,
      )}
    >
      <Icon name={icon} size={iconSize} />
    </button>
  );
}

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'bg-hover text-text hover:bg-active',
  quiet: 'text-soft hover:bg-hover hover:text-text',
  danger: 'bg-danger text-on-accent hover:bg-danger-hover',
  'quiet-danger': 'text-danger-text hover:bg-danger-soft',
};

type IconTone = 'muted' | 'accent' | 'primary' | 'bare';

const tones: Record<IconTone, string> = {
  muted:
    'text-muted hover:bg-hover hover:text-text active:bg-active aria-pressed:bg-active aria-pressed:text-text aria-expanded:bg-active aria-expanded:text-text',
  accent: 'text-accent-text hover:bg-accent-soft',
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  /** Inside a field, whose edge is frame enough. */
  bare: 'text-muted hover:text-text',
};
