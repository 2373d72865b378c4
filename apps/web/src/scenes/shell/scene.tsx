import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import { words } from '../../words/words.ts';

/** The header of every scene: 52 px below the safe area, a way back on a phone. */
export function SceneHeader({
  children,
  actions,
  overColumn = false,
  onBack,
}: {
  children: ReactNode;
  actions?: ReactNode;
  /** The way back of a scene that is within another one. */
  onBack?: (() => void) | undefined;
  /** What it holds ends where the column below ends. */
  overColumn?: boolean;
}) {
  const phone = useMedia(media.phone);
  const [, navigate] = useLocation();
  const goBack = () => {
    if (history.length > 1 && history.state !== null) history.back();
    else navigate('/', { replace: true });
  };
  return (
    <header className="z-10 shrink-0 border-b border-line bg-surface pt-[env(safe-area-inset-top)]">
      <div
        className={cx(
          'flex h-[var(--header-height)] items-center gap-2',
          phone ? 'ps-1' : 'ps-5',
          overColumn ? 'pe-5' : 'pe-3',
        )}
      >
        {phone && (
          <IconButton
            icon="back"
            iconSize={22}
            label={words.common.back}
            onClick={onBack ?? goBack}
            className="rtl:-scale-x-100"
          />
        )}
        <div className="flex min-w-0 grow items-center gap-3">{children}</div>
        {actions && <div className="flex shrink-0 items-center gap-1">{actions}</div>}
      </div>
    </header>
  );
}

export function SceneTitle({ children }: { children: ReactNode }) {
  return <h1 className="min-w-0 truncate font-semibold">{children}</h1>;
}

/**
 * The scrolling part of a scene that is a column of text or cards. The room above it holds the one line that the word
 * on the connection takes.
 */
export function SceneBody({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <main className="flex min-h-0 grow flex-col overflow-y-auto overscroll-contain">
      <div
        className={cx(
          'mx-auto flex w-full max-w-[calc(var(--text-column)+40px)] grow flex-col px-5 pt-9 pb-[calc(32px+env(safe-area-inset-bottom))]',
          className,
        )}
      >
        {children}
      </div>
    </main>
  );
}

/** A scene's place while its code is on the way. */
export function SceneSkeleton() {
  return (
    <SceneHeader>
      <Skeleton className="h-4 w-36" />
    </SceneHeader>
  );
}
