import { can } from '@lectern/access';
import type { ChannelId, NoteId } from '@lectern/contracts';
import { useDeferredValue, useMemo } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { noteWords } from '../../words/notes.ts';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { type HereView, NotePage } from './note-page.tsx';

/** A note of a channel, in the place of its conversation. */
export function NoteScene({ channel, note }: { channel: ChannelId; note: NoteId }) {
  const sidebar = useSidebar();
  const found = useMemo(() => findChannel(sidebar, channel), [sidebar, channel]);
  const view = useView('note', { channel, note });
  useSceneTitle(view?.note?.title ?? noteWords.notes);
  const here = useMemo(
    () => (view?.state === 'here' && view.note !== null ? { ...view, note: view.note } : null),
    [view],
  );
  if (!found) return sidebar.ready ? <NotHere channel={null} state="gone" /> : <SceneSkeleton />;
  if (view === undefined || view.state === 'loading') return <SceneSkeleton />;
  if (here === null)
    return (
      <NotHere channel={found} state={view.state === 'needs-connection' ? 'needs-connection' : 'gone'} />
    );
  return <OpenNote found={found} view={here} />;
}

function OpenNote({ found, view }: { found: FoundChannel; view: HereView }) {
  const actor = actorInChannel(useMe(), found);
  // What is around an editor says the same a moment later: each keystroke changes it, and must not wait for it.
  const shown = useDeferredValue(view);
  return (
    <NotePage
      found={found}
      view={shown}
      mayManage={can(actor, 'note.manage', found.entry)}
      mayAsk={can(actor, 'channel.post', found.entry)}
    />
  );
}

function NotHere({ channel, state }: { channel: FoundChannel | null; state: 'needs-connection' | 'gone' }) {
  const away = state === 'needs-connection';
  return (
    <>
      <SceneHeader>
        <SceneTitle>{channel ? noteWords.inChannel(channel.entry.name) : noteWords.notes}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        <EmptyState
          icon={away ? 'device' : 'note'}
          title={away ? noteWords.needsConnection : noteWords.gone}
          lead={away ? noteWords.needsConnectionLead : noteWords.goneLead}
        >
          {channel && (
            <Link
              href={`/c/${channel.entry.id}`}
              className="inline-flex min-h-9 items-center rounded-control bg-hover px-3.5 font-medium hover:bg-active coarse:min-h-11"
            >
              {noteWords.toChannel}
            </Link>
          )}
        </EmptyState>
      </SceneBody>
    </>
  );
}
