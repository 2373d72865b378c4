import { useEffect, useState } from 'react';
import { Skeleton } from '../../components/skeleton.tsx';
import { words } from '../../words/words.ts';

/** Stored messages come within a few frames; places that would only flicker are not shown before this. */
const PATIENCE_MS = 150;

/** The message list's place while neither store nor server has answered. */
export function ListSkeleton() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div
      role="status"
      aria-label={words.common.loading}
      className="absolute inset-0 flex flex-col justify-end overflow-hidden pb-3"
    >
      {widths.map(([name, text], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places without identity
        <div key={at} className="mx-auto flex w-full max-w-[calc(var(--text-column)+40px)] gap-3 px-5 py-2">
          <Skeleton className="size-8 rounded-full" />
          <span className="flex grow flex-col gap-2 pt-1">
            <Skeleton className={`h-3 ${name}`} />
            <Skeleton className={`h-3 ${text}`} />
          </span>
        </div>
      ))}
    </div>
  );
}

const widths = [
  ['w-24', 'w-3/5'],
  ['w-32', 'w-4/5'],
  ['w-20', 'w-2/5'],
  ['w-28', 'w-3/4'],
  ['w-24', 'w-1/2'],
  ['w-36', 'w-2/3'],
  ['w-20', 'w-1/3'],
  ['w-28', 'w-3/5'],
  ['w-24', 'w-4/5'],
  ['w-32', 'w-2/5'],
] as const;
