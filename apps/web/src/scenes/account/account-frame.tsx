import type { ReactNode } from 'react';
import { Logo } from '../../components/logo.tsx';
import { words } from '../../words/words.ts';

/** The quiet page around everything that happens before one is in. */
export function AccountFrame({
  title,
  lead,
  children,
  footer,
  after,
}: {
  title: string;
  lead?: string | undefined;
  children?: ReactNode;
  footer?: ReactNode;
  /** What may come later stands last, where it moves nothing. */
  after?: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col overflow-y-auto bg-sunken">
      <main className="mx-auto flex w-full max-w-104 flex-col px-5 pt-[max(32px,11vh)] pb-10">
        <div className="mb-6 flex items-center gap-2.5 px-1">
          <Logo />
          <span className="font-semibold tracking-tight">{words.app.name}</span>
        </div>
        <div className="rounded-[14px] bg-raised px-6 py-6 shadow-float">
          <h1 className="text-title font-semibold tracking-tight text-balance wrap-anywhere">{title}</h1>
          {lead && <p className="mt-1 text-soft text-pretty wrap-anywhere">{lead}</p>}
          {children}
        </div>
        {footer && (
          <div className="mt-5 flex flex-col items-center gap-1 px-2 text-center text-small text-muted">
            {footer}
          </div>
        )}
        {after}
      </main>
    </div>
  );
}
