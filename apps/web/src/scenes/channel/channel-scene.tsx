import type { ChannelId, MessageId } from '@lectern/contracts';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { lazily } from '../../components/lazily.ts';
import { isTyping } from '../../hooks/use-hotkeys.ts';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { words } from '../../words/words.ts';
import { HomeLink } from '../shell/home-link.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { isBesideChannel } from './addresses.ts';
import { ChannelHeader } from './channel-header.tsx';
import { Conversation } from './conversation.tsx';
import { JoinChannelButton } from './join-channel-button.tsx';
import { useMembership } from './use-membership.ts';

export const loadThread = () => import('../thread/thread-panel.tsx');
const ThreadPanel = lazily(loadThread, (module) => module.ThreadPanel);
const InfoPanel = lazily(
  () => import('./info-panel.tsx'),
  (module) => module.InfoPanel,
);

/** A thread of the channel, and the reply in it that a link names. */
export interface ShownThread {
  readonly id: MessageId;
  readonly at: number | null;
}

/** A channel: header, conversation, and beside it a thread or its details on demand. */
export function ChannelScene({
  id,
  at,
  thread = null,
}: {
  id: ChannelId;
  at: number | null;
  thread?: ShownThread | null;
}) {
  const sidebar = useSidebar();
  const found = findChannel(sidebar, id);
  if (!found) return sidebar.ready ? <NotHere /> : <SceneSkeleton />;
  return <OpenChannel found={found} at={at} thread={thread} />;
}

function OpenChannel({
  found,
  at,
  thread,
}: {
  found: FoundChannel;
  at: number | null;
  thread: ShownThread | null;
}) {
  const [wantsInfo, setInfo] = useState(false);
  const [, navigate] = useLocation();
  // There is room for one thing beside the conversation.
  const info = wantsInfo && thread === null;
  const desktop = useMedia(media.desktop);
  const membership = useMembership(found);
  useSceneTitle(`#${found.entry.name}`);
  // Beside the conversation where there is room, in its place where there is not.
  const alone = (info || thread !== null) && !desktop;
  const opener = useRef<HTMLElement | null>(null);
  const toggleInfo = (by: HTMLElement) => {
    // The number may have grown old; whoever opens the list looks at it.
    if (!info) membership.again();
    if (!info) opener.current = by;
    setInfo(!info);
    if (thread !== null) closeThread();
  };
  const closeThread = () => {
    if (isBesideChannel()) history.back();
    else navigate(`/c/${found.entry.id}`, { replace: true });
  };
  const closeBeside = () => {
    setInfo(false);
    if (thread !== null) closeThread();
    return info || thread !== null;
  };
  useFocusOnLeaving(thread?.id ?? null);
  // The focus goes back to what opened the details, unless somebody is writing beside them.
  useEffect(() => {
    if (info || !opener.current) return;
    if (!isTyping(document.activeElement)) opener.current.focus();
    opener.current = null;
  }, [info]);
  if (!found.isIn && !found.entry.archived) return <Outside found={found} />;
  return (
    <div className="flex min-h-0 grow">
      <div className={alone ? 'hidden' : 'flex min-w-0 grow flex-col'}>
        <ChannelHeader
          found={found}
          count={membership.isTold ? (membership.roles?.size ?? null) : null}
          info={info}
          onInfo={toggleInfo}
        />
        <Conversation found={found} at={at} onEscape={closeBeside} />
      </div>
      {info && (
        <Suspense
          fallback={
            <aside className="hidden w-[var(--info-width)] shrink-0 border-s border-line desktop:block" />
          }
        >
          <InfoPanel
            found={found}
            membership={membership}
            onClose={closeBeside}
            // Where there is no room beside it, the conversation takes its place.
            onGo={() => alone && setInfo(false)}
          />
        </Suspense>
      )}
      {thread && (
        <Suspense
          fallback={
            <aside className="hidden w-[var(--thread-width)] shrink-0 border-s border-line desktop:block" />
          }
        >
          <ThreadPanel
            key={thread.id}
            found={found}
            thread={thread.id}
            at={thread.at}
            onClose={closeThread}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Who comes out of a thread stands on the message where it begins, if that is on screen. */
function useFocusOnLeaving(thread: MessageId | null): void {
  const last = useRef<MessageId | null>(null);
  useEffect(() => {
    const left = thread === null ? last.current : null;
    last.current = thread;
    if (left !== null && !isTyping(document.activeElement))
      document.querySelector<HTMLElement>(`[data-row="${left}"]`)?.focus({ preventScroll: true });
  }, [thread]);
}

/** A public channel one has left: what it is, and the way back in. */
function Outside({ found }: { found: FoundChannel }) {
  return (
    <>
      <SceneHeader>
        <SceneTitle>#{found.entry.name}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        <EmptyState
          icon="hash"
          title={`#${found.entry.name}`}
          lead={found.entry.topic || words.channel.typeHints[found.entry.type]}
        >
          <JoinChannelButton channel={found.entry} />
        </EmptyState>
      </SceneBody>
    </>
  );
}

function NotHere() {
  useSceneTitle(words.channel.notFound);
  return (
    <>
      <SceneHeader>
        <SceneTitle>{words.app.name}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        <EmptyState icon="hash" title={words.channel.notFound} lead={words.channel.notFoundLead}>
          <HomeLink />
        </EmptyState>
      </SceneBody>
    </>
  );
}
