import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { words } from '../../words/words.ts';
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
          <Link href="/" className="rounded-control px-2 py-1 text-accent-text hover:underline">
            {words.notFound.home}
          </Link>
        </EmptyState>
      </SceneBody>
    </>
  );
}
