import { EmptyState } from '../../components/empty-state.tsx';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { words } from '../../words/words.ts';
import { HomeLink } from './home-link.tsx';
import { SceneBody, SceneHeader, SceneTitle } from './scene.tsx';

export function NotFound() {
  useSceneTitle(words.notFound.title);
  return (
    <>
      <SceneHeader>
        <SceneTitle>{words.app.name}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        <EmptyState icon="search" title={words.notFound.title} lead={words.notFound.lead}>
          <HomeLink />
        </EmptyState>
      </SceneBody>
    </>
  );
}
