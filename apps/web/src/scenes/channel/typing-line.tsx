import type { ChannelId, UserId } from '@lectern/contracts';
import { useView } from '../../hooks/use-view.ts';
import { words } from '../../words/words.ts';

/** Who is typing. Its line is always there, so that nothing moves when somebody begins. */
export function TypingLine({ channel, nameOf }: { channel: ChannelId; nameOf: (user: UserId) => string }) {
  const typing = useView('typing', { channel }) ?? [];
  return (
    <div className="h-5 truncate px-1 text-meta text-muted">
      {typing.length > 0 && <span className="appear">{words.typing.some(typing.map(nameOf))}</span>}
    </div>
  );
}
