import { can } from '@lectern/access';
import type { CourseId } from '@lectern/contracts';
import type { SidebarChannel, SidebarCourse } from '@lectern/sync-client';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon, type IconName } from '../../components/icons.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useSceneTitle } from '../../hooks/use-scene-title.ts';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { courseWords } from '../../words/course.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { useDialogs } from '../shell/dialogs.tsx';
import { HomeLink } from '../shell/home-link.tsx';
import { SceneBody, SceneHeader, SceneSkeleton, SceneTitle } from '../shell/scene.tsx';
import { ChannelBadges, channelIcons } from '../shell/sidebar-row.tsx';

/** A course's home: what is unread, all channels, and first steps while it is new. */
export function CourseHome({ id }: { id: CourseId }) {
  const sidebar = useSidebar();
  const course = findCourse(sidebar, id);
  useSceneTitle(course?.name ?? '');
  if (!course && !sidebar.ready) return <SceneSkeleton />;
  return (
    <>
      <SceneHeader>
        <SceneTitle>
          <bdi>{course?.name ?? words.app.name}</bdi>
        </SceneTitle>
      </SceneHeader>
      <SceneBody className="gap-8">
        {course ? (
          <Home course={course} />
        ) : (
          <EmptyState icon="home" title={courseWords.notFound} lead={courseWords.notFoundLead}>
            <HomeLink />
          </EmptyState>
        )}
      </SceneBody>
    </>
  );
}

function Home({ course }: { course: SidebarCourse }) {
  const me = useMe();
  const people = usePeople(course.id);
  const dialogs = useDialogs();
  const actor = actorInCourse(me, course);
  const unread = course.channels.reduce((sum, channel) => sum + channel.unread, 0);
  const mentions = course.channels.reduce((sum, channel) => sum + channel.mentions, 0);
  const invites = can(actor, 'course.invite', { role: 'student' });
  const creates = can(actor, 'channel.create', { type: 'public' });
  const isNew =
    (invites && people.ready && people.list.length < 2) || (creates && course.channels.length < 2);
  return (
    <>
      <div>
        <p className="text-display font-semibold tracking-tight text-balance wrap-anywhere">
          {courseWords.welcome(me.name)}
        </p>
        <p className="mt-1 text-soft">
          {unread > 0 ? courseWords.unread(unread, mentions) : courseWords.allRead}
        </p>
      </div>
      {isNew && (
        <Section title={courseWords.firstSteps}>
          <div className="grid gap-3 tablet:grid-cols-2">
            {invites && (
              <Step
                icon="mail"
                title={courseWords.stepInvite}
                lead={courseWords.stepInviteLead}
                action={words.sidebar.invite}
                onClick={() => dialogs.show({ kind: 'invite', course: course.id })}
              />
            )}
            {creates && (
              <Step
                icon="hash"
                title={courseWords.stepChannel}
                lead={courseWords.stepChannelLead}
                action={words.channel.create}
                onClick={() => dialogs.show({ kind: 'create-channel', course: course.id })}
              />
            )}
          </div>
        </Section>
      )}
      <Section
        title={courseWords.channels}
        action={
          <>
            {course.others.length > 0 && (
              <Button
                size="small"
                kind="quiet"
                onClick={() => dialogs.show({ kind: 'browse-channels', course: course.id })}
              >
                {words.sidebar.browse}
              </Button>
            )}
            {can(actor, 'channel.create', { type: 'private' }) && (
              <Button
                size="small"
                icon="plus"
                onClick={() => dialogs.show({ kind: 'create-channel', course: course.id })}
              >
                {words.channel.create}
              </Button>
            )}
          </>
        }
      >
        {course.channels.length > 0 ? (
          <Cards channels={course.channels} />
        ) : (
          <p className="text-muted">{words.sidebar.none}</p>
        )}
      </Section>
      <Section
        title={words.sidebar.people}
        action={
          invites && (
            <Button
              size="small"
              icon="plus"
              onClick={() => dialogs.show({ kind: 'invite', course: course.id })}
            >
              {words.sidebar.invite}
            </Button>
          )
        }
      >
        <Link
          href={`/course/${course.id}/people`}
          className="flex min-h-11 items-center gap-3 rounded-card border border-line px-4 py-2 hover:bg-hover"
        >
          <Icon name="people" size={18} className="text-muted" />
          <span className="grow">{peopleWords.count(people.list.length)}</span>
          <Icon name="chevron" size={16} className="-rotate-90 text-muted rtl:rotate-90" />
        </Link>
      </Section>
    </>
  );
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2.5">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 className="text-small font-semibold text-soft">{title}</h2>
        {action && <div className="flex gap-1">{action}</div>}
      </div>
      {children}
    </section>
  );
}

function Cards({ channels }: { channels: readonly SidebarChannel[] }) {
  return (
    <ul className="overflow-hidden rounded-card border border-line">
      {channels.map((channel) => (
        <li key={channel.id} className="border-b border-line last:border-0">
          <Link
            href={`/c/${channel.id}`}
            className="flex min-h-14 items-center gap-3 px-4 py-2 outline-offset-[-2px] hover:bg-hover"
          >
            <Icon name={channelIcons[channel.type]} size={18} className="text-muted" />
            <span className="min-w-0 grow">
              <bdi
                className={
                  channel.isNew ? 'name block truncate font-semibold' : 'name block truncate font-medium'
                }
              >
                {channel.name}
              </bdi>
              <span dir="auto" className="name block truncate text-small text-muted">
                {channel.topic || words.channel.typeHints[channel.type]}
              </span>
            </span>
            <ChannelBadges channel={channel} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Step({
  icon,
  title,
  lead,
  action,
  onClick,
}: {
  icon: IconName;
  title: string;
  lead: string;
  action: string;
  onClick: () => void;
}) {
  return (
    <div className="flex flex-col items-start gap-1 rounded-card border border-line p-4">
      <Icon name={icon} className="mb-1 text-accent-text" />
      <h3 className="font-semibold">{title}</h3>
      <p className="grow text-small text-soft">{lead}</p>
      <Button size="small" kind="primary" className="mt-2" onClick={onClick}>
        {action}
      </Button>
    </div>
  );
}
