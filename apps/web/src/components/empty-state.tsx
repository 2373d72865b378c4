import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

/** What belongs here, and the first step. Also for errors with a way on. */
export function EmptyState({
  icon,
  title,
  lead,
  children,
}: {
  icon: IconName;
  title: string;
  lead?: string;
  children?: ReactNode;
}) {
  return (
    <div className="m-auto flex max-w-96 flex-col items-center px-6 py-10 text-center">
      <span className="mb-4 flex size-12 items-center justify-center rounded-full bg-hover text-muted">
        <Icon name={icon} size={24} />
      </span>
      <h2 className="text-[1.0625rem]/6 font-semibold text-balance wrap-anywhere">{title}</h2>
      {lead && <p className="mt-1 text-soft text-pretty wrap-anywhere">{lead}</p>}
      {children && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
