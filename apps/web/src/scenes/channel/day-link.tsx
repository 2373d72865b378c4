import type { ChannelId } from '@lectern/contracts';
import { useEffect } from 'react';
import { useStable } from '../../hooks/use-stable.ts';
import { dayOfInput } from '../../words/format.ts';
import { NotFound } from '../shell/not-found.tsx';
import { SceneSkeleton } from '../shell/scene.tsx';
import { useJumpTo } from './use-jump-to.ts';

/** The address of a day in a channel, `/c/…/on/2026-03-03`: finds its first message and stands there. */
export function DayLink({ channel, day }: { channel: ChannelId; day: string }) {
  const at = dayOfInput(day);
  const { find, go } = useJumpTo(channel);
  const jump = useStable((moment: number) => {
    void find(moment).then((place) => go(place?.seq ?? null, { replace: true }));
  });
  useEffect(() => {
    if (at !== null) jump(at);
  }, [at, jump]);
  return at === null ? <NotFound /> : <SceneSkeleton />;
}
