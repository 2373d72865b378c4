import { useEffect } from 'react';
import { useAsk } from '../../hooks/use-call.ts';
import { accounts } from '../../http/accounts.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { SignIn } from './sign-in.tsx';
import { settleOwedSignOut } from './sign-out.ts';

/** Nobody is known to the store; the server may still know the browser, for example after joining. */
export function Arrival() {
  const { hub } = usePage();
  const me = useAsk('me', async () => {
    await settleOwedSignOut();
    return accounts.me();
  });
  const known = me.state === 'answered' ? me.value : null;
  useEffect(() => {
    if (known) void hub.command('open', known).catch(() => {});
  }, [hub, known]);
  if (me.state !== 'failed') return null;
  return <SignIn unreachable={me.problem.offline === true} />;
}
