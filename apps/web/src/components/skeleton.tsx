import { cx } from './class-names.ts';

/** A place for what is coming, at its final size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('skeleton block', className)} />;
}

/** Rows of avatar and two lines: people, notices, results. */
export function SkeletonRows({ count, label }: { count: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {Array.from({ length: count }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places without identity
        <div key={at} className="flex h-14 items-center gap-3 px-3">
          <Skeleton className="size-8 rounded-full" />
          <span className="flex grow flex-col gap-2">
            <Skeleton className={cx('h-3', at % 3 === 0 ? 'w-40' : 'w-28')} />
            <Skeleton className={cx('h-3', at % 2 === 0 ? 'w-3/5' : 'w-2/5')} />
          </span>
        </div>
      ))}
    </div>
  );
}
