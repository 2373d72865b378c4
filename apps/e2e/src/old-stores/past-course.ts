import {
  type BlockNode,
  type Body,
  type ChannelId,
  type CourseId,
  type Me,
  type MessageId,
  type NoteId,
  newId,
  type Op,
  type OpId,
  textMarks,
  type UserId,
} from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import { bodyFromText } from '@lectern/rich-text';
import { ServerClient } from '@lectern/sync-client/testing/server-client';
import { TestHub } from '@lectern/sync-client/testing/test-hub';
import { PASSWORD, type Person } from '../support/people.ts';
import type { Site } from '../support/site.ts';

/** Messages in the largest channel, more than its document holds at a time: the tail has been trimmed. */
const LECTURES = 160;
const DAY_MS = 24 * 60 * 60_000;
/** How long one op may take until it is on the server, in milliseconds. */
const PATIENCE_MS = 30_000;

type Content<Kind extends Op['kind']> = Omit<Extract<Op, { kind: Kind }>, 'id' | 'at' | 'kind'>;

/** Somebody at a hub of their own, without a page: they do what people do, of every kind there is. */
export class Member {
  readonly id: UserId;
  readonly client: ServerClient;
  readonly hub: TestHub;

  private constructor(me: Me, client: ServerClient) {
    this.id = me.id;
    this.client = client;
    this.hub = new TestHub(client, createMemoryStorage({ durable: true }));
  }

  static async enter(site: Site, { email }: Person): Promise<Member> {
    const client = new ServerClient(site.directUrl, site.url);
    const me = await client.request<Me>('POST', '/sign-in', { email, password: PASSWORD });
    const member = new Member(me, client);
    await member.hub.tab.command('open', me);
    await member.settled();
    return member;
  }

  /** Does one thing, and resolves with its id when the server has it. */
  async does<Kind extends Op['kind']>(kind: Kind, content: Content<Kind>): Promise<MessageId> {
    const op = { id: newId<OpId>(), at: Date.now(), kind, ...content } as unknown as Op;
    await this.hub.tab.command('submit', op);
    await this.settled();
    return op.id as string as MessageId;
  }

  says(channel: ChannelId, text: string, more: Partial<Content<'send'>> = {}): Promise<MessageId> {
    return this.does('send', { channel, body: bodyFromText(text), ...more });
  }

  async settled(): Promise<void> {
    const done = ({ state, waiting, refused }: { state: string; waiting: number; refused: number }) => {
      if (refused > 0) throw new Error('The server has refused something.');
      return state === 'connected' && waiting === 0;
    };
    await this.hub.until('connection', null, done, PATIENCE_MS);
  }
}

export interface PastCourse {
  readonly channels: { readonly [name in 'news' | 'limits' | 'staff' | 'old']: ChannelId };
  readonly note: NoteId;
}

/** Everything that can be said and done in a course, but for what is written in notes. */
export async function live(course: CourseId, emmy: Member, kurt: Member, ada: Member): Promise<PastCourse> {
  const create = async (name: string, type: 'public' | 'private' | 'announcement') => {
    const channel = newId<ChannelId>();
    await emmy.does('channel.create', { channel, course, name, topic: `All about ${name}`, type });
    return channel;
  };
  const news = await create('news', 'announcement');
  const limits = await create('limits', 'public');
  const staff = await create('staff', 'private');
  const old = await create('winter', 'public');
  await emmy.does('channel.member', { channel: staff, user: kurt.id, role: 'moderator' });
  await emmy.does('channel.describe', { channel: limits, topic: 'Sequences, series, limits' });
  await ada.does('channel.member', { channel: old, user: ada.id, role: null });
  await emmy.says(old, 'That was the winter term.');
  await emmy.does('channel.archive', { channel: old, archived: true });

  await emmy.does('send', {
    channel: news,
    body: plain(paragraph('The exam is on Monday, ', { t: 'mention', group: 'students' }, '.')),
  });
  await kurt.says(staff, 'Who marks the exam?');
  await emmy.does('send', {
    channel: staff,
    body: plain(paragraph({ t: 'mention', user: kurt.id }, ' does.')),
  });

  for (let week = 1; week <= LECTURES; week += 1)
    await (week % 3 === 0 ? kurt : emmy).says(
      limits,
      `Lecture ${week}: a bounded monotone sequence converges.`,
    );

  const everything = await emmy.does('send', { channel: limits, body: everyBlock(kurt.id) });
  const question = await ada.says(limits, 'Does every Cauchy sequence converge?', { question: true });
  const answer = await kurt.says(limits, 'In a complete space it does.', { reply: question });
  await ada.does('accept', { channel: limits, message: question, answer });
  await emmy.does('endorse', { channel: limits, message: answer, on: true });
  const open = await ada.says(limits, 'Is the rational line complete?');
  await emmy.does('question', { channel: limits, message: open, on: true });

  const root = await emmy.says(limits, 'Exercises of week 5 go here.');
  for (let reply = 1; reply <= 4; reply += 1)
    await (reply % 2 ? ada : kurt).says(limits, `Exercise ${reply} is done.`, { thread: root });
  await kurt.says(limits, 'Exercise 5 has a mistake.', { thread: root, inChannel: true });
  await emmy.does('thread.follow', { channel: limits, message: root, on: false });

  await ada.does('react', { channel: limits, message: everything, emoji: '👍', on: true });
  await kurt.does('react', { channel: limits, message: everything, emoji: '👍', on: true });
  await kurt.does('react', { channel: limits, message: everything, emoji: '🎉', on: true });
  await kurt.does('react', { channel: limits, message: everything, emoji: '🎉', on: false });
  await emmy.does('pin', { channel: limits, message: everything, order: 1 });
  await kurt.does('pin', { channel: limits, message: root, order: 0.5 });
  await kurt.does('pin', { channel: limits, message: question, order: 2 });
  await kurt.does('pin', { channel: limits, message: question, order: null });
  const typo = await kurt.says(limits, 'The limt is unique.');
  await kurt.does('edit', { channel: limits, message: typo, body: bodyFromText('The limit is unique.') });
  await ada.does('delete', { channel: limits, message: await ada.says(limits, 'Regrettable words.') });
  await ada.does('send', {
    channel: limits,
    body: plain(
      paragraph('Thank you ', { t: 'mention', user: kurt.id }, ' and ', { t: 'mention', group: 'staff' }),
    ),
  });

  const note = newId<NoteId>();
  await emmy.does('note.create', { channel: limits, note, title: 'Week 5', order: 1, template: 'lecture' });
  await emmy.does('note.change', { channel: limits, note, pinned: true });
  const shelved = newId<NoteId>();
  await kurt.does('note.create', {
    channel: limits,
    note: shelved,
    title: 'Plan',
    order: 2,
    template: 'faq',
  });
  await kurt.does('note.change', { channel: limits, note: shelved, title: 'Old plan', archived: true });

  await keepForThemselves(kurt, limits, news, { everything, question });
  return { channels: { news, limits, staff, old }, note };
}

/** What stands in a person's own document beside ops. */
async function keepForThemselves(
  kurt: Member,
  channel: ChannelId,
  drafted: ChannelId,
  of: { everything: MessageId; question: MessageId },
): Promise<void> {
  const { hub } = kurt;
  const window = { channel, anchor: 'end', before: 60, after: 0 } as const;
  const shown = await hub.until('timeline', window, ({ items }) =>
    items.some(({ record }) => record.id === of.question),
  );
  const seqOf = (id: MessageId) => shown.items.find(({ record }) => record.id === id)!.record.seq;
  await hub.tab.command('save', { channel, message: of.everything, seq: seqOf(of.everything), on: true });
  const later = Date.now() + 400 * DAY_MS;
  await hub.tab.command('remind', { channel, message: of.question, seq: seqOf(of.question), at: later });
  await hub.tab.command('remind', { text: 'Print the exam', message: newId<MessageId>(), at: later });
  await hub.tab.command('care', { channel, care: { level: 'all', mutedUntil: null } });
  await hub.tab.command('saveSettings', { enterSends: true, singleKeys: true });
  await hub.tab.command('saveDraft', {
    channel: drafted,
    body: bodyFromText('A draft from the other device'),
  });
  await hub.tab.command('markRead', { channel, seq: seqOf(of.question) });
  await hub.until('looseDrafts', null, (drafts) => drafts.length === 0);
  await kurt.settled();
}

const plain = (...blocks: BlockNode[]): Body => ({ kind: 'plain', blocks });
const paragraph = (...parts: (string | Extract<BlockNode, { t: 'p' }>['c'][number])[]): BlockNode => ({
  t: 'p',
  c: parts.map((part) => (typeof part === 'string' ? { t: 'text', s: part } : part)),
});

function everyBlock(person: UserId): Body {
  return plain(
    paragraph(
      { t: 'text', s: 'bold', m: textMarks.bold },
      { t: 'text', s: 'slanted', m: textMarks.italic },
      { t: 'text', s: 'gone', m: textMarks.strike },
      { t: 'text', s: 'f(x)', m: textMarks.code },
      { t: 'break' },
      { t: 'link', href: 'https://example.edu/limits', c: [{ t: 'text', s: 'the script' }] },
      { t: 'mention', user: person },
      { t: 'math', s: '\\varepsilon > 0' },
    ),
    { t: 'quote', c: [{ t: 'text', s: 'Epsilonics is an art.' }] },
    { t: 'code', s: 'print(sum(1 / n ** 2 for n in range(1, 99)))', lang: 'python' },
    {
      t: 'list',
      items: [
        { c: [{ t: 'text', s: 'choose epsilon' }] },
        { c: [{ t: 'text', s: 'find delta' }], d: 1 },
        { c: [{ t: 'text', s: 'be done' }], n: true },
      ],
    },
    { t: 'math', s: '\\lim_{n \\to \\infty} \\frac{1}{n} = 0' },
  );
}
