import type { PresenceState } from '@lectern/contracts';
import { words } from '../words/words.ts';
import { cx } from './class-names.ts';

/** A person's initials on a colour that follows from the id: the same on every device, with nothing to fetch. */
export function Avatar({
  id,
  name,
  size = 32,
  presence,
}: {
  id: string;
  name: string;
  size?: number;
  presence?: PresenceState | undefined;
}) {
  return (
    <span className="relative inline-flex shrink-0 select-none" style={{ width: size, height: size }}>
      <span
        aria-hidden="true"
        className="avatar flex size-full items-center justify-center rounded-full font-semibold tracking-tight"
        style={{ ['--avatar-hue' as string]: hueOf(id), fontSize: Math.max(10, Math.round(size * 0.38)) }}
      >
        {initialsOf(name)}
      </span>
      {presence && presence !== 'offline' && (
        <PresenceDot state={presence} className="absolute -end-0.5 -bottom-0.5" />
      )}
    </span>
  );
}

/** Presence told by shape as well as by colour: filled, half, barred, hollow. */
export function PresenceDot({ state, className }: { state: PresenceState; className?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      width={12}
      height={12}
      role="img"
      aria-label={words.presence[state]}
      className={cx('shrink-0', className)}
    >
      <circle cx={6} cy={6} r={6} className="fill-surface" />
      {state === 'online' && <circle cx={6} cy={6} r={4} className="fill-success" />}
      {state === 'away' && (
        <>
          <circle cx={6} cy={6} r={3.2} className="fill-none stroke-warning" strokeWidth={1.6} />
          <path d="M6 2.800a3.200 3.200 0 0 1 0 6.400z" className="fill-warning" />
        </>
      )}
      {state === 'busy' && (
        <>
          <circle cx={6} cy={6} r={4} className="fill-danger" />
          <path d="M4.200 6h3.600" className="stroke-on-accent" strokeWidth={1.5} strokeLinecap="round" />
        </>
      )}
      {state === 'offline' && (
        <circle cx={6} cy={6} r={3.2} className="fill-none stroke-line-control" strokeWidth={1.6} />
      )}
    </svg>
  );
}

/** Hues far enough apart to tell people from each other, none of them the accent's or the danger's alone. */
const HUES = [12, 42, 68, 98, 132, 162, 190, 218, 244, 274, 304, 334] as const;

export function hueOf(id: string): number {
  let hash = 2166136261;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
  return HUES[(hash >>> 0) % HUES.length]!;
}

/** First letters of the first and the last word; whole characters, whatever the script. */
export function initialsOf(name: string): string {
  const names = name.trim().split(/\s+/u).filter(Boolean);
  const firsts = names.length > 1 ? [names[0]!, names.at(-1)!] : names;
  return firsts.map((part) => Array.from(part)[0]!.toLocaleUpperCase()).join('') || '?';
}
