import { useEffect } from 'react';
import { usePage } from '../hub/hub-context.tsx';

/** Idle time after which nobody is at this tab, in milliseconds. */
const IDLE_MS = 5 * 60_000;
/** The hub is told at most this often that a person is active. */
const TELL_MS = 60_000;

/** Tells the hub whether a person is at this tab, and wakes its connection when the tab or the network wakes. */
export function useAttentionOfPage(): void {
  const { hub } = usePage();
  useEffect(() => {
    let told: boolean | null = null;
    let toldAt = 0;
    let idle: ReturnType<typeof setTimeout> | undefined;
    const tell = (active: boolean) => {
      if (active === told && (!active || Date.now() - toldAt < TELL_MS)) return;
      told = active;
      toldAt = Date.now();
      void hub.command('attention', { active }).catch(() => {});
    };
    const active = () => {
      clearTimeout(idle);
      idle = setTimeout(() => tell(false), IDLE_MS);
      tell(!document.hidden);
    };
    const probe = () => void hub.command('probe', null).catch(() => {});
    const onVisible = () => {
      active();
      if (!document.hidden) probe();
    };
    active();
    const acts = ['pointerdown', 'keydown', 'wheel', 'focus'] as const;
    for (const name of acts) addEventListener(name, active, { passive: true });
    document.addEventListener('visibilitychange', onVisible);
    addEventListener('online', probe);
    return () => {
      clearTimeout(idle);
      for (const name of acts) removeEventListener(name, active);
      document.removeEventListener('visibilitychange', onVisible);
      removeEventListener('online', probe);
    };
  }, [hub]);
}
