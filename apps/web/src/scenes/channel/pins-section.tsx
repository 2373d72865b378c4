import { type Actor, can } from '@lectern/access';
import { type ChannelId, type ChannelType, isTombstone, type Message, type UserId } from '@lectern/contracts';
import { useState } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { marksWords } from '../../words/marks.ts';
import { words } from '../../words/words.ts';
import { MarkedMessage } from './marked-message.tsx';
import { movedPlaces } from './pin-order.ts';

/** Pins that are shown before somebody asks for all of them: the panel holds other things too. */
const FEW = 5;

/** What the channel keeps in sight, in its order. Whoever may pin also puts them in order. */
export function PinsSection({
  channel,
  actor,
  nameOf,
  onGo,
}: {
  channel: { readonly id: ChannelId; readonly type: ChannelType; readonly archived: boolean };
  actor: Actor;
  nameOf: (user: UserId) => string;
  onGo: () => void;
}) {
  const submit = useSubmit();
  const [all, setAll] = useState(false);
  const view = useView('pins', { channel: channel.id });
  const pins = (view?.items ?? []).flatMap(({ record }) => (isTombstone(record) ? [] : [record]));
  const mayPin = can(actor, 'message.pin', channel);
  const put = (pin: Message, order: number | null) =>
    submit({ kind: 'pin', channel: channel.id, message: pin.id, order });
  const move = (from: number, to: number) => {
    const orders = pins.map(({ pinned }) => pinned?.order ?? 0);
    for (const [index, order] of movedPlaces(orders, from, to)) put(pins[index]!, order);
  };
  const menuOf = (pin: Message, at: number): MenuItem[] => [
    ...(at > 0 ? [{ label: marksWords.moveUp, icon: 'up' as const, onSelect: () => move(at, at - 1) }] : []),
    ...(at < pins.length - 1
      ? [{ label: marksWords.moveDown, icon: 'down' as const, onSelect: () => move(at, at + 1) }]
      : []),
    {
      label: marksWords.unpin,
      icon: 'close' as const,
      apart: pins.length > 1,
      onSelect: () => put(pin, null),
    },
  ];
  if (view && pins.length === 0 && !mayPin) return null;
  const shown = all ? pins : pins.slice(0, FEW);
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-small font-semibold text-soft">{marksWords.pinned(pins.length)}</h3>
      {view && pins.length === 0 && (
        <p className="text-small text-muted">{`${marksWords.noPins} ${marksWords.noPinsLead}`}</p>
      )}
      <ol aria-label={marksWords.pinned(pins.length)} className="-mx-2 flex flex-col gap-px">
        {shown.map((pin, at) => (
          <MarkedMessage
            key={pin.id}
            record={pin}
            href={`/c/${channel.id}/m/${pin.seq}`}
            nameOf={nameOf}
            note={pin.pinned && words.messages.pinnedBy(nameOf(pin.pinned.by))}
            onGo={onGo}
            action={
              mayPin && (
                <Menu label={marksWords.pinActions(nameOf(pin.author))} items={menuOf(pin, at)}>
                  {(trigger) => (
                    <IconButton
                      {...trigger}
                      icon="more"
                      iconSize={16}
                      label={marksWords.pinActions(nameOf(pin.author))}
                    />
                  )}
                </Menu>
              )
            }
          />
        ))}
      </ol>
      {shown.length < pins.length && (
        <Button size="small" kind="quiet" className="-ms-2.5 self-start" onClick={() => setAll(true)}>
          {marksWords.showAll(pins.length)}
        </Button>
      )}
    </section>
  );
}
