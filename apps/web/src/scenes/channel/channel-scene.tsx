import type { ChannelId } from '@lectern/contracts';
import { Suspense, useEffect, useRef, useState } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { lazily } from '../../components/lazily.ts';
import { isTyping } from '../../hooks/use-hotkeys.ts';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { type FoundChannel, findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { words } from '../../words/words.ts';
import { HomeLink } from '../shell/home-link.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { ChannelHeader } from './channel-header.tsx';
import { Conversation } from './conversation.tsx';
import { JoinChannelButton } from './join-channel-button.tsx';
import { useMembership } from './use-members.ts';

const InfoPanel = lazily(
  () => import('./info-panel.tsx'),
  (module) => module.InfoPanel,
);

/** A channel: header, conversation, and its details on demand. */
export function ChannelScene({ id, at }: { id: ChannelId; at: number | null }) {
  const sidebar = useSidebar();
  const found = findChannel(sidebar, id);
  if (!found) return sidebar.ready ? <NotHere /> : <SceneSkeleton />;
  return <OpenChannel found={found} at={at} />;
}

function OpenChannel({ found, at }: { found: FoundChannel; at: number | null }) {
  const [info, setInfo] = useState(false);
  const desktop = useMedia(media.desktop);
  const membership = useMembership(found);
  useSceneTitle(`#${found.entry.name}`);
  // Beside the conversation where there is room, in its place where there is not.
  const alone = info && !desktop;
  const opener = useRef<HTMLElement | null>(null);
  const toggleInfo = (by: HTMLElement) => {
    // The number may have grown old; whoever opens the list looks at it.
    if (!info) membership.again();
    if (!info) opener.current = by;
    setInfo(!info);
  };
  const closeInfo = () => {
    setInfo(false);
    return info;
  };
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
        <Conversation found={found} at={at} onEscape={closeInfo} />
      </div>
      {info && (
        <Suspense
          fallback={
            <aside className="hidden w-[var(--info-width)] shrink-0 border-s border-line desktop:block" />
          }
        >
          <InfoPanel found={found} membership={membership} onClose={closeInfo} />
        </Suspense>
      )}
    </div>
  );
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
