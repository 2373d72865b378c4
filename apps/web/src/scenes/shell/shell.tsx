import type { ChannelId, CourseId, MessageId, NoteId } from '@lectern/contracts';
import { type ReactNode, Suspense, useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { cx } from '../../components/class-names.ts';
import { lazily } from '../../components/lazily.ts';
import { loadMenus } from '../../components/menu.tsx';
import { loadToastCard } from '../../components/toast.tsx';
import { loadComposer, loadSimilarQuestions } from '../../composer/composer.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useThemeOnPage } from '../../hooks/use-settings.ts';
import { placeIn } from '../channel/addresses.ts';
import { ChannelScene, loadThread } from '../channel/channel-scene.tsx';
import { loadMessageMenu } from '../channel/message-row.tsx';
import { loadCommands } from '../channel/use-commands.ts';
import { ConnectionBar } from './connection-bar.tsx';
import { DialogsProvider, loadDialogs } from './dialogs.tsx';
import './early-keys.ts';
import { SceneSkeleton } from './scene.tsx';
import { Sidebar } from './sidebar.tsx';

const loadHome = () => import('./home-scene.tsx');
const loadCourse = () => import('../course/course-home.tsx');
const loadPeople = () => import('../course/people-scene.tsx');
const loadSearch = () => import('../search/search-scene.tsx');
const loadNotifications = () => import('../notifications/notifications-scene.tsx');
const loadSaved = () => import('../saved/saved-scene.tsx');
const loadNote = () => import('../note/note-scene.tsx');
const loadSettings = () => import('../settings/settings-scene.tsx');
const HomeScene = lazily(loadHome, (module) => module.HomeScene);
const NoteScene = lazily(loadNote, (module) => module.NoteScene);
const CourseHome = lazily(loadCourse, (module) => module.CourseHome);
const PeopleScene = lazily(loadPeople, (module) => module.PeopleScene);
const SearchScene = lazily(loadSearch, (module) => module.SearchScene);
const NotificationsScene = lazily(loadNotifications, (module) => module.NotificationsScene);
const SavedScene = lazily(loadSaved, (module) => module.SavedScene);
const SettingsScene = lazily(loadSettings, (module) => module.SettingsScene);
// What happens elsewhere is told a moment after the page stands, and the keys that lead there work.
const Watchers = lazily(
  () => import('./watchers.tsx'),
  (module) => module.Watchers,
);
const DayLink = lazily(
  () => import('../channel/day-link.tsx'),
  (module) => module.DayLink,
);
const NotFound = lazily(
  () => import('./not-found.tsx'),
  (module) => module.NotFound,
);

/** A page that does not come to rest loads them after this long all the same, in milliseconds. */
const BUSY_MS = 1_500;
/** A page that waits for its channel rests too: other screens are left to it for this long. Milliseconds. */
const OTHERS_MS = 2_000;

/** Everything a signed-in person sees: sidebar and scene, side by side or one at a time. */
export function Shell() {
  useThemeOnPage();
  useIdleLoading();
  const [path] = useLocation();
  const phone = useMedia(media.phone);
  const desktop = useMedia(media.desktop);
  const atHome = path === '/';
  return (
    <DialogsProvider>
      <Suspense>
        <Watchers />
      </Suspense>
      <div className="grid h-full grid-cols-1 tablet:grid-cols-[var(--rail-width)_minmax(0,1fr)] desktop:grid-cols-[var(--sidebar-width)_minmax(0,1fr)]">
        {(!phone || atHome) && <Sidebar rail={!phone && !desktop} />}
        {(!phone || !atHome) && (
          <Pane>
            <Suspense fallback={<SceneSkeleton />}>
              <Switch>
                <Route path="/">
                  <HomeScene />
                </Route>
                <Route path="/c/:channel/m/:seq">
                  {({ channel, seq }) => (
                    <ChannelScene key={channel} id={channel as ChannelId} at={placeIn(seq)} />
                  )}
                </Route>
                <Route path="/c/:channel/t/:thread/m/:seq">
                  {({ channel, thread, seq }) => (
                    <ChannelScene
                      key={channel}
                      id={channel as ChannelId}
                      at={null}
                      thread={{ id: thread as MessageId, at: placeIn(seq) }}
                    />
                  )}
                </Route>
                <Route path="/c/:channel/t/:thread">
                  {({ channel, thread }) => (
                    <ChannelScene
                      key={channel}
                      id={channel as ChannelId}
                      at={null}
                      thread={{ id: thread as MessageId, at: null }}
                    />
                  )}
                </Route>
                <Route path="/c/:channel/n/:note">
                  {({ channel, note }) => (
                    <NoteScene key={note} channel={channel as ChannelId} note={note as NoteId} />
                  )}
                </Route>
                <Route path="/c/:channel/on/:day">
                  {({ channel, day }) => <DayLink key={channel} channel={channel as ChannelId} day={day} />}
                </Route>
                <Route path="/c/:channel">
                  {({ channel }) => <ChannelScene key={channel} id={channel as ChannelId} at={null} />}
                </Route>
                <Route path="/course/:course">
                  {({ course }) => <CourseHome key={course} id={course as CourseId} />}
                </Route>
                <Route path="/course/:course/people">
                  {({ course }) => <PeopleScene key={course} course={course as CourseId} />}
                </Route>
                <Route path="/search">
                  <SearchScene />
                </Route>
                <Route path="/notifications">
                  <NotificationsScene />
                </Route>
                <Route path="/saved">
                  <SavedScene />
                </Route>
                <Route path="/settings">
                  <SettingsScene />
                </Route>
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </Suspense>
          </Pane>
        )}
      </div>
    </DialogsProvider>
  );
}

/** The scene's half of the page, with the word on the connection over it. */
function Pane({ children }: { children: ReactNode }) {
  return (
    <div
      className={cx('relative flex min-h-0 min-w-0 flex-col bg-surface tablet:border-s tablet:border-line')}
    >
      {children}
      <ConnectionBar />
    </div>
  );
}

/** Loads what the next click may need once the page rests, so that no click waits: the composer first. */
function useIdleLoading(): void {
  useEffect(() => {
    let others: ReturnType<typeof setTimeout> | undefined;
    const loadOthers = () => {
      for (const each of [
        loadMessageMenu,
        loadSimilarQuestions,
        loadCommands,
        loadThread,
        loadDialogs,
        loadSearch,
        loadPeople,
        loadNotifications,
        loadNote,
        loadSaved,
        loadSettings,
        loadHome,
        loadCourse,
      ])
        void each().catch(() => {});
    };
    const load = () => {
      void loadComposer();
      for (const each of [loadMenus, loadToastCard]) void each().catch(() => {});
      others = setTimeout(loadOthers, OTHERS_MS);
    };
    const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, BUSY_MS));
    idle(load, { timeout: BUSY_MS });
    return () => clearTimeout(others);
  }, []);
}
