import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useMe } from '../../hooks/use-me.ts';
import { useSidebar } from '../../hooks/use-sidebar.ts';
import { courseWords } from '../../words/course.ts';
import { words } from '../../words/words.ts';
import { CourseHome } from '../course/course-home.tsx';
import { useDialogs } from './dialogs.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from './scene.tsx';

/** The start: the first course's home, or the way into a first course. On a phone the sidebar stands here instead. */
export function HomeScene() {
  const me = useMe();
  const sidebar = useSidebar();
  const dialogs = useDialogs();
  const first = sidebar.courses[0];
  if (first) return <CourseHome key={first.id} id={first.id} />;
  if (!sidebar.ready) return <SceneSkeleton />;
  return (
    <>
      <SceneHeader>
        <SceneTitle>{words.app.name}</SceneTitle>
      </SceneHeader>
      <SceneBody>
        <EmptyState
          icon="home"
          title={words.sidebar.noCourses}
          lead={me.siteAdmin ? courseWords.noneLeadAdmin : courseWords.noneLead}
        >
          {me.siteAdmin && (
            <Button kind="primary" onClick={() => dialogs.show({ kind: 'create-course' })}>
              {words.sidebar.newCourse}
            </Button>
          )}
        </EmptyState>
      </SceneBody>
    </>
  );
}
