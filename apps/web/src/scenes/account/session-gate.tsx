import { type ReactNode, Suspense, useEffect } from 'react';
import { lazily } from '../../components/lazily.ts';
import { useAsk } from '../../hooks/use-call.ts';
import { MeContext } from '../../hooks/use-me.ts';
import { useView } from '../../hooks/use-view.ts';
import { api } from '../../http/api.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { settleOwedSignOut } from './sign-out.ts';

const SignIn = lazily(
  () => import('./sign-in.tsx'),
  (module) => module.SignIn,
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

/** Nobody is known to the store; the server may still know the browser, for example after joining. */
function Arrival() {
  const { hub } = usePage();
  const me = useAsk('me', async () => {
    await settleOwedSignOut();
    return api.me();
  });
  const known = me.state === 'answered' ? me.value : null;
  useEffect(() => {
    if (known) void hub.command('open', known).catch(() => {});
  }, [hub, known]);
  if (me.state !== 'failed') return null;
  return <SignIn unreachable={me.problem.offline === true} />;
}
