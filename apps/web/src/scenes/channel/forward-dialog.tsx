import type { ChannelId, Message } from '@lectern/contracts';
import { checkBody } from '@lectern/rich-text';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icons.tsx';
import { matchWords } from '../../components/match-words.ts';
import { useToast } from '../../components/toast.tsx';
import { usePeople } from '../../hooks/use-people.ts';
import { channelsInOrder, type FoundChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { fullMoment } from '../../words/format.ts';
import { forwardWords } from '../../words/forward.ts';
import { words } from '../../words/words.ts';
import { channelIcons } from '../shell/sidebar-row.tsx';
import { messageAddress } from './addresses.ts';
import { forwardedBody } from './forwarded-body.ts';
import { useFoundChannel } from './use-found-channel.ts';

interface ForwardProps {
  message: Message;
  onClose: () => void;
}

/** Asks where a message shall be said again, and with which words. Works without a network like any message. */
export function ForwardDialog({ channel, ...rest }: ForwardProps & { channel: ChannelId }) {
  const found = useFoundChannel(channel);
  return found ? <Forward found={found} {...rest} /> : null;
}

function Forward({ found, message, onClose }: ForwardProps & { found: FoundChannel }) {
  const sidebar = useSidebar();
  const people = usePeople(found.course.id);
  const submit = useSubmit();
  const toast = useToast();
  const id = useId();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ChannelId | null>(null);
  const [comment, setComment] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const open = channelsInOrder(sidebar).filter(({ mayPost }) => mayPost === true);
  const matching = open.filter(({ name }) => matchWords(typed, name) !== null);
  const target =
    matching.find((channel) => channel.id === chosen) ?? (typed !== '' ? matching[0] : undefined);

  const send = () => {
    if (!target || message.body.kind !== 'plain') return;
    const body = forwardedBody(message.body, comment, {
      nameOf: people.nameOf,
      source: forwardWords.source(people.nameOf(message.author), found.entry.name, fullMoment(message.at)),
      address: location.origin + messageAddress(found.entry.id, message),
    });
    if (checkBody(body) !== null) {
      setFault(forwardWords.tooLong);
      return;
    }
    submit({ kind: 'send', channel: target.id, body });
    onClose();
    toast({
      icon: 'check',
      title: forwardWords.sent(target.name),
      action: { label: words.common.open, run: () => navigate(`/c/${target.id}`) },
    });
  };
  return (
    <Dialog
      title={forwardWords.title}
      onClose={onClose}
      onSubmit={send}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={!target}>
            {forwardWords.send}
          </Button>
        </>
      }
    >
      <input
        type="search"
        data-autofocus=""
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={forwardWords.find}
        aria-label={forwardWords.find}
        className="min-h-9 w-full shrink-0 rounded-control border border-line-control bg-surface px-3 text-body coarse:min-h-11"
      />
      <div
        role="radiogroup"
        aria-label={forwardWords.channels}
        className="-mx-2 flex max-h-56 min-h-24 flex-col overflow-y-auto"
      >
        {matching.map((channel) => (
          <label
            key={channel.id}
            className={cx(
              'flex min-h-9 shrink-0 items-center gap-2.5 rounded-control px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-focus coarse:min-h-11',
              channel.id === target?.id && 'bg-active',
            )}
          >
            <input
              type="radio"
              name={id}
              className="sr-only"
              checked={channel.id === target?.id}
              onChange={() => setChosen(channel.id)}
            />
            <Icon name={channelIcons[channel.type]} size={18} className="text-muted" />
            <bdi className="name min-w-0 grow truncate">{channel.name}</bdi>
            {channel.id === target?.id && <Icon name="check" size={16} className="text-accent-text" />}
          </label>
        ))}
        {matching.length === 0 && <p className="px-2 py-2 text-small text-muted">{forwardWords.none}</p>}
      </div>
      <textarea
        rows={2}
        dir="auto"
        value={comment}
        onChange={(event) => {
          setComment(event.target.value);
          setFault(null);
        }}
        placeholder={forwardWords.comment}
        aria-label={forwardWords.comment}
        className="w-full shrink-0 resize-none rounded-control border border-line-control bg-surface px-3 py-2 text-body"
      />
      {fault && (
        <p role="alert" className="text-small text-danger-text">
          {fault}
        </p>
      )}
    </Dialog>
  );
}
