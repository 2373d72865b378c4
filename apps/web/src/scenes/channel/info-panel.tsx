import { can } from '@lectern/access';
import { type ReactNode, useState } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { Icon, type IconName } from '../../components/icons.tsx';
import { Notice } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useCopy } from '../../hooks/use-copy.ts';
import { useMe } from '../../hooks/use-me.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { channelWords } from '../../words/channel.ts';
import { peopleWords } from '../../words/people.ts';
import { words } from '../../words/words.ts';
import { NotesSection } from '../note/notes-section.tsx';
import { useDialogs } from '../shell/dialogs.tsx';
import { channelIcons } from '../shell/sidebar-row.tsx';
import { CareSection } from './care-section.tsx';
import { MemberRow } from './member-row.tsx';
import { PinsSection } from './pins-section.tsx';
import { QuestionsSection } from './questions-section.tsx';
import { useMembers } from './use-members.ts';
import type { Membership } from './use-membership.ts';

/** Members are listed up to here; the field above the list finds the others. */
const MAX_LISTED = 100;

/** A channel's details: what it is, who is in it, and what this person may do with it. */
export function InfoPanel({
  found,
  membership,
  onClose,
  onGo,
}: {
  found: FoundChannel;
  membership: Membership;
  onClose: () => void;
  /** Somebody goes to a message from here. */
  onGo: () => void;
}) {
  const { entry } = found;
  const me = useMe();
  const actor = actorInChannel(me, found);
  const dialogs = useDialogs();
  const submit = useSubmit();
  const copy = useCopy();
  const people = usePeople(found.course.id);
  const members = useMembers(found, membership);
  const [find, setFind] = useState('');
  const describes = can(actor, 'channel.describe', entry);
  const mayAdd =
    can(actor, 'channel.setMember', { ...entry, user: '' as never, role: 'member' }) && !entry.archived;
  const wanted = find.trim().toLocaleLowerCase();
  const matching =
    members?.filter((member) => `${member.name} ${member.handle}`.toLocaleLowerCase().includes(wanted)) ?? [];

  return (
    <aside
      aria-label={words.channel.info}
      data-side-panel=""
      className="flex min-h-0 w-full shrink-0 flex-col bg-surface pt-[env(safe-area-inset-top)] desktop:w-[var(--info-width)] desktop:border-s desktop:border-line"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className="flex h-[var(--header-height)] shrink-0 items-center gap-2 border-b border-line ps-5 pe-3">
        <h2 className="grow font-semibold">{words.channel.info}</h2>
        <IconButton icon="close" label={words.channel.hideInfo} onClick={onClose} />
      </header>
      <div className="flex min-h-0 grow flex-col gap-6 overflow-y-auto overscroll-contain px-5 pt-5 pb-[calc(24px+env(safe-area-inset-bottom))]">
        <section className="flex flex-col gap-1">
          <h3 className="flex items-start gap-2 text-[1.0625rem]/6 font-semibold wrap-anywhere">
            <Icon name={channelIcons[entry.type]} size={18} className="mt-0.5 text-muted" />
            <bdi className="min-w-0">{entry.name}</bdi>
          </h3>
          <p dir="auto" className={entry.topic ? 'text-soft wrap-anywhere' : 'text-muted'}>
            {entry.topic || channelWords.noTopic}
          </p>
          <p className="mt-1 text-small text-muted">
            {entry.archived ? words.channel.archived : words.channel.typeHints[entry.type]}
          </p>
        </section>

        <section aria-label={words.common.more} className="flex flex-col gap-px">
          {describes && (
            <Action
              icon="edit"
              onClick={() => dialogs.show({ kind: 'describe-channel', channel: entry.id })}
              text={channelWords.describeTitle}
            />
          )}
          <Action
            icon="calendar"
            onClick={() => dialogs.show({ kind: 'jump-to-date', channel: entry.id, at: Date.now() })}
            text={channelWords.jumpToDate}
          />
          <Action
            icon="link"
            onClick={() => void copy(`${location.origin}/c/${entry.id}`)}
            text={channelWords.copyLink}
          />
          {found.isIn && (
            <Action
              icon="leave"
              onClick={() => dialogs.show({ kind: 'leave-channel', channel: entry.id })}
              text={channelWords.leave}
            />
          )}
          {can(actor, 'channel.archive', entry) &&
            (entry.archived ? (
              <Action
                icon="archive"
                onClick={() => submit({ kind: 'channel.archive', channel: entry.id, archived: false })}
                text={channelWords.unarchive}
              />
            ) : (
              <Action
                icon="archive"
                onClick={() => dialogs.show({ kind: 'archive-channel', channel: entry.id })}
                text={channelWords.archive}
              />
            ))}
        </section>

        {found.isIn && <CareSection channel={found.entry} />}
        <NotesSection channel={entry} actor={actor} nameOf={people.nameOf} onGo={onGo} />
        <PinsSection channel={entry} actor={actor} nameOf={people.nameOf} onGo={onGo} />
        <QuestionsSection channel={entry.id} nameOf={people.nameOf} onGo={onGo} />

        <section className="flex flex-col gap-2">
          <div className="flex min-h-8 items-center justify-between gap-2">
            <h3 className="text-small font-semibold text-soft">
              {members && membership.isTold ? channelWords.membersOf(members.length) : words.channel.members}
            </h3>
            {mayAdd && (
              <Button
                size="small"
                icon="plus"
                onClick={() => dialogs.show({ kind: 'add-people', channel: entry.id })}
              >
                {channelWords.addPeople}
              </Button>
            )}
          </div>
          {members === null ? (
            membership.failed ? (
              <Notice
                icon="device"
                action={
                  <Button size="small" onClick={membership.again}>
                    {words.common.retry}
                  </Button>
                }
              >
                {channelWords.membersNeedConnection}
              </Notice>
            ) : (
              <SkeletonRows count={5} label={words.common.loading} />
            )
          ) : (
            <>
              {members.length > 8 && (
                <input
                  type="search"
                  value={find}
                  onChange={(event) => setFind(event.target.value)}
                  placeholder={peopleWords.find}
                  aria-label={peopleWords.find}
                  className="min-h-9 w-full rounded-control border border-line-control bg-surface px-3 text-body coarse:min-h-11"
                />
              )}
              <ul className="-mx-2 flex flex-col">
                {matching.slice(0, MAX_LISTED).map((member) => (
                  <MemberRow
                    key={member.id}
                    member={member}
                    found={found}
                    actor={actor}
                    presence={people.presenceOf(member.id)}
                  />
                ))}
              </ul>
              {matching.length === 0 && <p className="text-small text-muted">{channelWords.noOne}</p>}
            </>
          )}
        </section>
      </div>
    </aside>
  );
}

function Action({ icon, text, onClick }: { icon: IconName; text: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="-mx-2 flex min-h-9 items-center gap-3 rounded-control px-2 text-start text-soft hover:bg-hover hover:text-text coarse:min-h-11"
    >
      <Icon name={icon} size={18} className="text-muted" />
      {text}
    </button>
  );
}
