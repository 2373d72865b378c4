import { can } from '@lectern/access';
import {
  type ChannelId,
  type ChannelType,
  type CourseId,
  channelTypes,
  NameSchema,
  nameKey,
  newId,
  type OpId,
  TopicSchema,
} from '@lectern/contracts';
import type { SidebarCourse } from '@lectern/sync-client';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { findChannel, findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { channelWords } from '../../words/channel.ts';
import { refusedWords } from '../../words/refused.ts';
import { words } from '../../words/words.ts';
import { type FieldErrors, fault, onlyFaults } from '../account/form.tsx';

/** A new channel. It is an op like any other: written offline, it is there at once and created for the others later. */
export function CreateChannelDialog({ course, onClose }: { course: CourseId; onClose: () => void }) {
  const me = useMe();
  const submit = useSubmit();
  const within = findCourse(useSidebar(), course);
  const actor = actorInCourse(me, within);
  const allowed = channelTypes.filter((type) => can(actor, 'channel.create', { type }));
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [type, setType] = useState<ChannelType>(allowed[0] ?? 'private');
  const [errors, setErrors] = useState<FieldErrors>({});
  const [asked, setAsked] = useState<Asked | null>(null);
  useEnding(asked, onClose, (error) => {
    setAsked(null);
    setErrors({ name: error });
  });

  const create = () => {
    const found = onlyFaults({
      name: fault(NameSchema, name.trim()) ?? (isTaken(within, name) ? refusedWords.name : undefined),
      topic: fault(TopicSchema, topic.trim()),
    });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const channel = newId<ChannelId>();
    const op = submit({
      kind: 'channel.create',
      channel,
      course,
      name: name.trim(),
      topic: topic.trim(),
      type,
    });
    setAsked({ channel, op, name: name.trim() });
  };
  return (
    <Dialog
      title={words.channel.create}
      onClose={onClose}
      onSubmit={create}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={asked !== null}>
            {words.channel.create}
          </Button>
        </>
      }
    >
      <Field
        label={channelWords.name}
        hint={channelWords.nameHint}
        error={errors.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus=""
        required
      />
      <Field
        label={`${channelWords.topic} (${words.common.optional})`}
        hint={channelWords.topicHint}
        error={errors.topic}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
      />
      {allowed.length > 1 ? (
        <Choice
          label={channelWords.kind}
          value={type}
          onChange={setType}
          options={allowed.map((value) => ({
            value,
            label: channelWords.types[value],
            detail: words.channel.typeHints[value],
          }))}
        />
      ) : (
        <p className="text-small text-soft">{channelWords.onlyKind(type)}</p>
      )}
    </Dialog>
  );
}

/** A name that this person can see is taken; one they cannot see is refused by the server. */
function isTaken(course: SidebarCourse | null, name: string): boolean {
  const wanted = nameKey(name);
  return [...(course?.channels ?? []), ...(course?.others ?? [])].some(
    (channel) => nameKey(channel.name) === wanted,
  );
}

interface Asked {
  readonly channel: ChannelId;
  readonly op: OpId;
  readonly name: string;
}

/** Leads into the channel as soon as it stands in the list, which it does offline too, or says why it will not. */
function useEnding(asked: Asked | null, onClose: () => void, onRefused: (error: string) => void): void {
  const { hub } = usePage();
  const sidebar = useSidebar();
  const pending = useView('pending', null) ?? [];
  const [, navigate] = useLocation();
  const isThere = asked !== null && findChannel(sidebar, asked.channel) !== null;
  const refused = pending.find(({ op, rung }) => op.id === asked?.op && rung === 'refused');

  const end = useStable(() => {
    if (asked && isThere) {
      onClose();
      navigate(`/c/${asked.channel}`);
    } else if (asked && refused) {
      const { reason = 'invalid' } = refused;
      onRefused(reason === 'name-taken' ? refusedWords.name : refusedWords.change(reason, asked.name));
      void hub.command('discard', asked.op).catch(() => {});
    }
  });
  useEffect(() => {
    if (isThere || refused) end();
  }, [isThere, refused, end]);
}
