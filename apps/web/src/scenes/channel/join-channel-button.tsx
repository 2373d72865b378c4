import type { ChannelEntry } from '@lectern/contracts';
import { Button } from '../../components/button.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { words } from '../../words/words.ts';

/** Joins a public channel. The wish is kept like everything else when there is no connection. */
export function JoinChannelButton({ channel, small = false }: { channel: ChannelEntry; small?: boolean }) {
  const me = useMe();
  const submit = useSubmit();
  const pending = useView('pending', null) ?? [];
  const waiting = pending.some(
    ({ op, rung }) =>
      op.kind === 'channel.member' && op.channel === channel.id && op.user === me.id && rung !== 'refused',
  );
  return (
    <Button
      kind={small ? 'plain' : 'primary'}
      size={small ? 'small' : 'normal'}
      busy={waiting}
      onClick={() => submit({ kind: 'channel.member', channel: channel.id, user: me.id, role: 'member' })}
    >
      {words.channel.join}
    </Button>
  );
}
