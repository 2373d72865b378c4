import { type ReactNode, Suspense } from 'react';
import { lazily } from '../../components/lazily.ts';
import { MeContext } from '../../hooks/use-me.ts';
import { useView } from '../../hooks/use-view.ts';

const Arrival = lazily(
  () => import('./arrival.tsx'),
  (module) => module.Arrival,
);
const Locked = lazily(
  () => import('./locked.tsx'),
  (module) => module.Locked,
);

/** Shows its children to who is signed in on this device, and the way in to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useView('session', null);
  if (!session) return null;
  if (session.state === 'open') return <MeContext value={session.me}>{children}</MeContext>;
  return (
    <Suspense fallback={null}>
      {session.state === 'locked' ? <Locked me={session.me} unsent={session.unsent} /> : <Arrival />}
    </Suspense>
  );
}
