import type { ChannelId, MessageId } from '@lectern/contracts';
import { BodyView } from '../../components/body/body-view.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useAsk } from '../../hooks/use-call.ts';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { api } from '../../http/api.ts';
import { fullMoment } from '../../words/format.ts';
import { marksWords } from '../../words/marks.ts';
import { words } from '../../words/words.ts';
import { useFoundChannel } from './use-found-channel.ts';

interface VersionsProps {
  message: MessageId;
  onClose: () => void;
}

/** What a message said before it was edited, for those who look after the channel. */
export function VersionsDialog({ channel, ...rest }: VersionsProps & { channel: ChannelId }) {
  const found = useFoundChannel(channel);
  return found ? <Versions found={found} {...rest} /> : null;
}

function Versions({ found, message, onClose }: VersionsProps & { found: FoundChannel }) {
  const me = useMe();
  const people = usePeople(found.course.id);
  const asked = useAsk(message, () => api.messageVersions(found.entry.id, message));
  return (
    <Dialog title={words.messages.versions} lead={marksWords.versionsLead} onClose={onClose} width={560}>
      {asked.state === 'asking' && <SkeletonRows count={3} label={words.common.loading} />}
      {asked.state === 'failed' && (
        <Notice
          icon="device"
          action={
            <Button size="small" onClick={asked.again}>
              {words.common.retry}
            </Button>
          }
        >
          {asked.problem.offline ? words.common.offlineAction : asked.problem.message}
        </Notice>
      )}
      {asked.state === 'answered' && (
        <>
          {asked.value.more && <p className="text-small text-muted">{marksWords.moreVersions}</p>}
          {asked.value.versions.length === 0 && <p className="text-muted">{marksWords.noVersions}</p>}
          <ol className="flex flex-col gap-3">
            {asked.value.versions.map(({ at, body }, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: versions stay in their order
              <li key={nth} className="flex flex-col gap-0.5 border-s-2 border-line ps-3">
                <time dateTime={new Date(at).toISOString()} className="text-meta text-muted">
                  {marksWords.versionSaid(fullMoment(at))}
                </time>
                <BodyView body={body} nameOf={people.nameOf} me={me.id} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Dialog>
  );
}
