import type { Rung } from '@lectern/sync-client';
import { cx } from './class-names.ts';

interface MarkProps {
  rung: Rung;
  /** What the mark says, in a tooltip and to a screen reader. */
  label: string;
  /** A tick that has been seen steps back, except on the last own message. */
  fades?: boolean;
  className?: string;
}

/**
 * The durability ladder, seen: hollow ring, ring filling, tick, triangle. Between Enter and the first confirmed
 * write there is no mark, and its place stays empty. Shapes differ, so that colour is never the only sign.
 */
export function Mark({ rung, label, fades = false, className }: MarkProps) {
  if (rung === 'unsaved') return null;
  return (
    <span
      role="img"
      aria-label={label}
      data-tip={label}
      data-rung={rung}
      className={cx(
        'inline-flex size-4 items-center justify-center',
        colours[rung],
        fades && rung === 'server' && 'mark-fade',
        className,
      )}
    >
      <svg
        viewBox="0 0 14 14"
        width={14}
        height={14}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {rung === 'device' && <circle cx={7} cy={7} r={4.2} />}
        {rung === 'sending' && (
          <>
            <circle cx={7} cy={7} r={4.2} opacity={0.3} />
            <circle
              cx={7}
              cy={7}
              r={4.2}
              strokeDasharray={26.4}
              className="mark-turn"
              transform="rotate(-90 7 7)"
            />
          </>
        )}
        {rung === 'server' && <path d="M3 7.500l2.700 2.700L11 4.500" />}
        {rung === 'refused' && (
          <>
            <path d="M7 2 12.800 12H1.200z" />
            <path d="M7 6v2.600M7 10.300v.01" />
          </>
        )}
      </svg>
    </span>
  );
}

const colours: Record<Exclude<Rung, 'unsaved'>, string> = {
  device: 'text-muted',
  sending: 'text-muted',
  server: 'text-muted',
  refused: 'text-danger-text',
};
