import { can } from '@lectern/access';
import {
  type CourseId,
  type CourseRole,
  courseRoles,
  INVITE_LIFE_DAYS,
  type Invite,
} from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SelectField } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useAsk, useCall } from '../../hooks/use-call.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { courses } from '../../http/courses.ts';
import { when } from '../../words/format.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { ProblemNotice } from '../account/form.tsx';
import { LinkBox } from './link-box.tsx';

/** Makes invite links and withdraws them. */
export function InviteDialog({ course, onClose }: { course: CourseId; onClose: () => void }) {
  const me = useMe();
  const now = useNow();
  const actor = actorInCourse(me, findCourse(useSidebar(), course));
  const roles = courseRoles.filter((role) => can(actor, 'course.invite', { role }));
  const invites = useAsk(course, () => courses.invites(course));
  const making = useCall(courses.createInvite);
  const revoking = useCall(courses.revokeInvite);
  const [role, setRole] = useState<CourseRole>('student');
  const [days, setDays] = useState(INVITE_LIFE_DAYS);
  const [made, setMade] = useState<Invite | null>(null);

  const make = async () => {
    const invite = await making.run(course, { role, days });
    if (!invite) return;
    setMade(invite);
    invites.again();
  };
  const revoke = async (invite: Invite) => {
    if ((await revoking.run(invite.id)) === undefined) return;
    if (made?.id === invite.id) setMade(null);
    invites.again();
  };
  return (
    <Dialog title={peopleWords.inviteTitle} lead={peopleWords.inviteLead} onClose={onClose} width={520}>
      <ProblemNotice problem={making.problem ?? revoking.problem} />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          label={peopleWords.inviteRole}
          value={role}
          onChange={(event) => {
            setRole(event.target.value as CourseRole);
            setMade(null);
          }}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {words.roles.course[each]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={peopleWords.inviteDays}
          value={days}
          onChange={(event) => {
            setDays(Number(event.target.value));
            setMade(null);
          }}
        >
          {[1, 7, 14, INVITE_LIFE_DAYS].map((each) => (
            <option key={each} value={each}>
              {peopleWords.days(each)}
            </option>
          ))}
        </SelectField>
      </div>
      {made?.url ? (
        <LinkBox url={made.url} lead={peopleWords.inviteReady} />
      ) : (
        <Button kind="primary" busy={making.busy} onClick={make}>
          {peopleWords.makeInvite}
        </Button>
      )}
      <section className="flex flex-col gap-1 border-t border-line pt-4">
        <h3 className="text-small font-semibold text-soft">{peopleWords.invites}</h3>
        {invites.state === 'asking' && <Skeleton className="h-12 w-full" />}
        {invites.state === 'failed' && (
          <Notice
            icon="device"
            action={
              <Button size="small" onClick={invites.again}>
                {words.common.retry}
              </Button>
            }
          >
            {invites.problem.offline ? words.common.offlineAction : invites.problem.message}
          </Notice>
        )}
        {invites.state === 'answered' && invites.value.length === 0 && (
          <p className="text-small text-muted">{peopleWords.noInvites}</p>
        )}
        <ul className="flex flex-col">
          {invites.state === 'answered' &&
            [...invites.value]
              .sort((a, b) => b.createdAt - a.createdAt)
              .map((invite) => {
                const over = invite.revoked || invite.expiresAt <= now;
                return (
                  <li key={invite.id} className="flex min-h-12 items-center gap-3">
                    <span className="min-w-0 grow">
                      <span className={over ? 'text-muted' : ''}>{words.roles.course[invite.role]}</span>
                      <span className="block text-small text-muted">
                        {invite.revoked
                          ? peopleWords.revoked
                          : over
                            ? peopleWords.expired
                            : peopleWords.expires(when(invite.expiresAt, now))}
                        {' · '}
                        {peopleWords.uses(invite.uses)}
                      </span>
                    </span>
                    {!over && (
                      <Button
                        size="small"
                        kind="quiet"
                        disabled={revoking.busy}
                        onClick={() => void revoke(invite)}
                      >
                        {peopleWords.revoke}
                      </Button>
                    )}
                  </li>
                );
              })}
        </ul>
      </section>
    </Dialog>
  );
}
