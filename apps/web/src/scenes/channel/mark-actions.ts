import { type Actor, can } from '@lectern/access';
import { isTombstone, type Message, type MessageId, type UserId } from '@lectern/contracts';
import { type Hub, type PinsView, PROVISIONAL_SEQ, type TimelineItem } from '@lectern/sync-client';
import type { MenuItem } from '../../components/menu.tsx';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import type { NewOp } from '../../hooks/use-submit.ts';
import { marksWords } from '../../words/marks.ts';
import { reminderWords } from '../../words/reminders.ts';
import type { DialogRequest } from '../shell/dialogs.tsx';
import { firstPlace } from './pin-order.ts';

/** What the channel on screen gives to whoever marks one of its messages. */
export interface MarkContext {
  readonly found: FoundChannel;
  readonly actor: Actor;
  readonly hub: Hub;
  readonly submit: (op: NewOp) => void;
  readonly show: (request: DialogRequest) => void;
  readonly told: (text: string) => void;
  /** The rows on screen. */
  readonly items: readonly TimelineItem[];
}

/** What this person can make of a message, beside its words. */
export function markMenu(item: TimelineItem, context: MarkContext): MenuItem[] {
  const { record, saved } = item;
  if (isTombstone(record)) return [];
  const menu: MenuItem[] = [];
  if (canSave(item))
    menu.push({
      label: saved ? marksWords.unsave : marksWords.save,
      icon: 'bookmark',
      keys: 'S',
      onSelect: () => save(item, context),
    });
  if (canSave(item))
    menu.push({
      label: reminderWords.remind,
      icon: 'clock',
      keys: 'M',
      onSelect: () => remind(item, context),
    });
  if (canPin(item, context))
    menu.push({
      label: record.pinned ? marksWords.unpin : marksWords.pin,
      icon: 'pin',
      keys: 'P',
      onSelect: () => void pin(record, context),
    });
  return item.rung === 'refused' ? menu : [...menu, ...questionMenu(item, record, context)];
}

/** What a single key does with the message that has the focus. */
export function markByKey(key: 's' | 'm' | 'p', item: TimelineItem, context: MarkContext): void {
  if (key === 's' && canSave(item)) save(item, context);
  if (key === 'm' && canSave(item)) remind(item, context);
  if (key === 'p' && !isTombstone(item.record) && canPin(item, context)) void pin(item.record, context);
}

// What waits here has no place yet to come back to.
const canSave = ({ record, rung }: TimelineItem): boolean =>
  !isTombstone(record) && rung !== 'refused' && record.seq < PROVISIONAL_SEQ;

// Also while the message itself waits here: the ops of one device keep their order.
const canPin = ({ rung }: TimelineItem, { actor, found }: MarkContext): boolean =>
  rung !== 'refused' && can(actor, 'message.pin', found.entry);

function save({ record, saved }: TimelineItem, { found, hub, told }: MarkContext): void {
  const place = { message: record.id, channel: found.entry.id, seq: record.seq, on: !saved };
  void hub
    .command('save', place)
    .then((done) => done || told(marksWords.savedFull))
    .catch(() => {});
}

function remind({ record }: TimelineItem, { found, show }: MarkContext): void {
  show({ kind: 'remind', of: { message: record.id, channel: found.entry.id, seq: record.seq } });
}

/** Takes a pin away, or puts one before all others. */
async function pin({ id, pinned }: Message, { found, hub, submit }: MarkContext): Promise<void> {
  const channel = found.entry.id;
  const order = pinned ? null : firstPlace(await placesOfPins(hub, channel));
  submit({ kind: 'pin', channel, message: id, order });
}

async function placesOfPins(hub: Hub, channel: FoundChannel['entry']['id']): Promise<readonly number[]> {
  const { promise, resolve } = Promise.withResolvers<PinsView>();
  const stop = hub.watch('pins', { channel }, resolve);
  const { items } = await promise.finally(() => stop());
  return items.flatMap(({ record }) => (isTombstone(record) ? [] : (record.pinned?.order ?? [])));
}

function questionMenu(item: TimelineItem, record: Message, context: MarkContext): MenuItem[] {
  const { found, actor, submit } = context;
  const channel = found.entry.id;
  const { id, author, question, endorsed } = record;
  const menu: MenuItem[] = [];
  if (can(actor, 'message.question', { ...found.entry, author }))
    menu.push({
      label: question ? marksWords.unask : marksWords.ask,
      icon: 'question',
      onSelect: () => submit({ kind: 'question', channel, message: id, on: !question }),
    });
  menu.push(...answerMenu(item, record, context));
  if (author !== actor.user && can(actor, 'message.endorse', found.entry))
    menu.push({
      label: endorsed ? marksWords.unendorse : marksWords.endorse,
      icon: 'star',
      onSelect: () => submit({ kind: 'endorse', channel, message: id, on: !endorsed }),
    });
  return menu;
}

function answerMenu(item: TimelineItem, { id, answers, thread }: Message, context: MarkContext): MenuItem[] {
  const { found, actor, submit, show, items } = context;
  // What it was said to: the message that it quotes, or the first one of its thread.
  const quoted = item.quoted ?? items.find(({ record }) => record.id === thread?.id)?.record;
  const channel = found.entry.id;
  const mayAccept = (author: UserId) => can(actor, 'message.question', { ...found.entry, author });
  const accept = (question: MessageId, answer: MessageId | null) =>
    submit({ kind: 'accept', channel, message: question, answer });
  const icon = 'solved' as const;
  if (answers) {
    const asked = items.find(({ record }) => record.id === answers.id)?.record ?? quoted;
    const isTheirs = asked?.id === answers.id && mayAccept(asked.author);
    return isTheirs ? [{ label: marksWords.unaccept, icon, onSelect: () => accept(answers.id, null) }] : [];
  }
  if (quoted && isOpen(quoted))
    return mayAccept(quoted.author)
      ? [{ label: marksWords.accept, icon, onSelect: () => accept(quoted.id, id) }]
      : [];
  const hasQuestions = items.some(
    ({ record }) => isOpen(record) && record.id !== id && mayAccept(record.author),
  );
  return hasQuestions
    ? [
        {
          label: marksWords.acceptTo,
          icon,
          onSelect: () => show({ kind: 'accept-answer', channel, answer: id }),
        },
      ]
    : [];
}

const isOpen = (record: TimelineItem['record']): record is Message =>
  !isTombstone(record) && record.question !== undefined && record.question.accepted === undefined;
