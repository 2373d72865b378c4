import type { CourseId } from '@lectern/contracts';
import { Link } from 'wouter';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icons.tsx';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { channelWords } from '../../words/channel.ts';
import { words } from '../../words/words.ts';
import { channelIcons } from '../shell/sidebar-row.tsx';
import { JoinChannelButton } from './join-channel-button.tsx';

/** Open channels of the course that one is not in, and those that are archived. */
export function BrowseChannelsDialog({ course, onClose }: { course: CourseId; onClose: () => void }) {
  const others = findCourse(useSidebar(), course)?.others ?? [];
  return (
    <Dialog title={channelWords.browseTitle} onClose={onClose} width={520}>
      {others.length === 0 && <EmptyState icon="check" title={channelWords.browseEmpty} />}
      <ul className="flex flex-col">
        {others.map((channel) => (
          <li
            key={channel.id}
            className="flex min-h-14 items-center gap-3 border-b border-line py-2 last:border-0"
          >
            <Icon name={channel.archived ? 'archive' : channelIcons[channel.type]} className="text-muted" />
            <span className="min-w-0 grow">
              <Link
                href={`/c/${channel.id}`}
                onClick={onClose}
                className="block truncate rounded-control font-medium hover:underline"
              >
                <bdi>{channel.name}</bdi>
              </Link>
              <span dir="auto" className="name block truncate text-small text-muted">
                {channel.archived
                  ? words.channel.archived
                  : channel.topic || words.channel.typeHints[channel.type]}
              </span>
            </span>
            {!channel.archived && <JoinChannelButton channel={channel} small />}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
