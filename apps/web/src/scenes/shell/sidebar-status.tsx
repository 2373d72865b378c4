import { Icon } from '../../components/icons.tsx';
import { useUnsent } from '../../hooks/use-unsent.ts';
import { useUpdateReady } from '../../hooks/use-update.ts';
import { update } from '../../hub/service-worker-client.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from './dialogs.tsx';
import { Row } from './sidebar-row.tsx';

/** What waits on this device, a newer version, and a word where offline use is not possible. Mostly nothing. */
export function SidebarStatus() {
  const { waiting, refused } = useUnsent();
  const dialogs = useDialogs();
  const updateReady = useUpdateReady();
  const hasUnsent = waiting + refused > 0;
  if (!hasUnsent && !updateReady && isSecureContext) return null;
  return (
    <div className="flex shrink-0 flex-col gap-px px-2 pb-2">
      {hasUnsent && (
        <Row onClick={() => dialogs.show({ kind: 'pending' })}>
          <Icon
            name={refused > 0 ? 'warning' : 'device'}
            size={18}
            className={refused > 0 ? 'text-danger-text' : 'text-muted'}
          />
          <span className="min-w-0 grow py-1.5 text-small">
            {waiting > 0 ? words.sidebar.pending(waiting) : words.sidebar.refused(refused)}
          </span>
        </Row>
      )}
      {updateReady && (
        <Row onClick={update.apply}>
          <Icon name="refresh" size={18} className="text-accent-text" />
          <span className="min-w-0 grow py-1.5 text-small">
            <span className="block font-medium text-text">{words.update.ready}</span>
            <span className="block text-muted">{words.update.detail}</span>
          </span>
        </Row>
      )}
      {!isSecureContext && (
        <p className="rounded-control bg-hover px-2.5 py-2 text-meta text-soft">
          {words.connection.insecure}
        </p>
      )}
    </div>
  );
}
