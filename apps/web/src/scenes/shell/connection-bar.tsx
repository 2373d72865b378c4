import type { ConnectionState, ConnectionView, StorageView } from '@lectern/sync-client';
import { useEffect, useState } from 'react';
import { cx } from '../../components/class-names.ts';
import { Icon, type IconName } from '../../components/icons.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useView } from '../../hooks/use-view.ts';
import { update } from '../../hub/service-worker-client.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from './dialogs.tsx';

/** "Back online" is news for this long. */
const BACK_MS = 2_000;

/**
 * One thin line under the header that says how things stand when they are not as usual. It lies over the content and
 * moves nothing; scenes that are not the message list leave room for it. On a phone it says the half that matters
 * first, and the panel behind it the rest. Offline is a normal state: the line is neutral.
 */
export function ConnectionBar() {
  const connection = useView('connection', null);
  const storage = useView('storage', null);
  const back = useIsBack(connection?.state);
  const dialogs = useDialogs();
  const now = useNow(30_000);
  const phone = useMedia(media.phone);
  const line = sayHow(connection, storage, back, now, phone);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none absolute inset-x-0 top-[calc(var(--header-height)+env(safe-area-inset-top))] z-20 flex justify-center"
    >
      {line && (
        <button
          type="button"
          onClick={line.act ?? (() => dialogs.show({ kind: 'pending' }))}
          className={cx(
            'appear pointer-events-auto flex min-h-7 w-full items-center justify-center gap-2 border-b border-line px-4 py-1 text-small backdrop-blur-sm',
            line.strong ? 'bg-warning-soft text-warning-text' : 'bg-sunken/95 text-soft',
          )}
        >
          <Icon name={line.icon} size={16} className="shrink-0" />
          <span className="min-w-0 truncate">{line.text}</span>
        </button>
      )}
    </div>
  );
}

interface Line {
  readonly text: string;
  readonly icon: IconName;
  readonly strong?: boolean;
  /** What pressing it does, where that is not to show what waits. */
  readonly act?: () => void;
}

function sayHow(
  connection: ConnectionView | undefined,
  storage: StorageView | undefined,
  back: boolean,
  now: number,
  short: boolean,
): Line | null {
  const fault = storage && sayFault(storage);
  if (fault) {
    // What is said when offline promises that all is safe here, which it is not now.
    const cut = connection && words.connection.cut[connection.state];
    return { text: cut ? `${cut} ${fault}` : fault, icon: 'warning', strong: true };
  }
  if (!connection) return null;
  switch (connection.state) {
    case 'offline':
      return {
        text: sayOffline(connection.upToDateAt, now, short),
        icon: 'device',
      };
    case 'server-down':
      return {
        text: short ? words.connection.serverDownShort : words.connection.serverDown,
        icon: 'device',
      };
    case 'slow':
      return { text: words.connection.slow(connection.waiting), icon: 'device' };
    case 'outdated':
      return { text: words.connection.outdated, icon: 'refresh', act: update.bring };
    case 'ahead':
      return { text: words.connection.ahead, icon: 'device' };
    case 'connected':
      if (!back) return null;
      return {
        text: sayBack(connection),
        icon: 'check',
      };
    case 'connecting':
    case 'locked':
      return null;
  }
}

function sayOffline(upToDateAt: number | null, now: number, short: boolean): string {
  const { offline, offlineShort, offlineNothing, offlineNothingShort } = words.connection;
  if (upToDateAt === null) return short ? offlineNothingShort : offlineNothing;
  return short ? offlineShort(upToDateAt, now) : offline(upToDateAt, now);
}

function sayFault({ full, works }: StorageView): string | null {
  if (full) return words.storage.full;
  return works ? null : words.storage.notKept;
}

function sayBack({ waiting, refused }: ConnectionView): string {
  if (waiting > 0) return words.connection.backSending(waiting);
  return refused > 0 ? words.connection.backRefused(refused) : words.connection.back;
}

/** True for a moment after the connection has come back from being away. */
function useIsBack(state: ConnectionState | undefined): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (state && words.connection.cut[state]) setAway(true);
    // What brings the newest version fetches it while the line is read.
    if (state === 'outdated') update.seek();
    if (state !== 'connected') return;
    const timer = setTimeout(() => setAway(false), BACK_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return away && state === 'connected';
}
