import { type ChannelId, NameSchema, TopicSchema } from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { channelWords } from '../../words/channel.ts';
import { words } from '../../words/words.ts';
import { type FieldErrors, fault, onlyFaults } from '../account/form.tsx';
import { useFoundChannel } from './use-found-channel.ts';

/** Renames a channel and says what belongs in it. */
export function DescribeChannelDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const found = useFoundChannel(channel);
  return found ? <Describe entry={found.entry} onClose={onClose} /> : null;
}

function Describe({ entry, onClose }: { entry: FoundChannel['entry']; onClose: () => void }) {
  const submit = useSubmit();
  const [name, setName] = useState(entry.name);
  const [topic, setTopic] = useState(entry.topic);
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = () => {
    const found = onlyFaults({
      name: fault(NameSchema, name.trim()),
      topic: fault(TopicSchema, topic.trim()),
    });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const change = {
      ...(name.trim() === entry.name ? {} : { name: name.trim() }),
      ...(topic.trim() === entry.topic ? {} : { topic: topic.trim() }),
    };
    if (Object.keys(change).length > 0) submit({ kind: 'channel.describe', channel: entry.id, ...change });
    onClose();
  };
  return (
    <Dialog
      title={channelWords.describeTitle}
      onClose={onClose}
      onSubmit={save}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary">
            {words.common.save}
          </Button>
        </>
      }
    >
      <Field
        label={channelWords.name}
        error={errors.name}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus=""
        required
      />
      <Field
        label={channelWords.topic}
        hint={channelWords.topicHint}
        error={errors.topic}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
      />
    </Dialog>
  );
}
