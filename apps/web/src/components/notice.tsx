import type { ReactNode } from 'react';
import { cx } from './class-names.ts';
import { Icon, type IconName } from './icons.tsx';

/** A calm box with something to know, and perhaps to do. */
export function Notice({
  icon = 'info',
  tone = 'neutral',
  role,
  children,
  action,
}: {
  icon?: IconName;
  tone?: 'neutral' | 'warning' | 'danger';
  role?: 'status' | 'alert';
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card px-3.5 py-2.5 text-small',
        tones[tone],
      )}
    >
      <span className="flex min-w-48 flex-1 items-start gap-2.5">
        <Icon name={icon} size={18} />
        <span className="min-w-0 wrap-anywhere">{children}</span>
      </span>
      {action}
    </div>
  );
}

const tones = {
  neutral: 'bg-hover text-soft',
  warning: 'bg-warning-soft text-warning-text',
  danger: 'bg-danger-soft text-danger-text',
} as const;
