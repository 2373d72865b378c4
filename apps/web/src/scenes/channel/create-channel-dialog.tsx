import { can } from '@lectern/access';
import {
  type ChannelId,
  type ChannelType,
  type CourseId,
  channelTypes,
  NameSchema,
  newId,
  TopicSchema,
} from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Field } from '../../components/field.tsx';
import { useToast } from '../../components/toast.tsx';
import { actorInCourse } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { words } from '../../words/words.ts';
import { type FieldErrors, fault, onlyFaults } from '../account/form.tsx';

/** A new channel. It is an op like any other: written offline, it is created later. */
export function CreateChannelDialog({ course, onClose }: { course: CourseId; onClose: () => void }) {
  const me = useMe();
  const submit = useSubmit();
  const toast = useToast();
  const actor = actorInCourse(me, findCourse(useSidebar(), course));
  const allowed = channelTypes.filter((type) => can(actor, 'channel.create', { type }));
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [type, setType] = useState<ChannelType>(allowed[0] ?? 'private');
  const [errors, setErrors] = useState<FieldErrors>({});

  const create = () => {
    const found = onlyFaults({
      name: fault(NameSchema, name.trim()),
      topic: fault(TopicSchema, topic.trim()),
    });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    submit({
      kind: 'channel.create',
      channel: newId<ChannelId>(),
      course,
      name: name.trim(),
      topic: topic.trim(),
      type,
    });
    toast({ icon: 'check', title: words.channel.created(name.trim()) });
    onClose();
  };
  return (
    <Dialog
      title={words.channel.createTitle}
      onClose={onClose}
      onSubmit={create}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary">
            {words.channel.create}
          </Button>
        </>
      }
    >
      <Field
        label={words.channel.name}
        hint={words.channel.nameHint}
        error={errors.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus=""
        required
      />
      <Field
        label={`${words.channel.topic} (${words.common.optional})`}
        hint={words.channel.topicHint}
        error={errors.topic}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
      />
      <Choice
        label={words.channel.kind}
        value={type}
        onChange={setType}
        options={allowed.map((value) => ({
          value,
          label: words.channel.types[value],
          detail: words.channel.typeHints[value],
        }))}
      />
    </Dialog>
  );
}
