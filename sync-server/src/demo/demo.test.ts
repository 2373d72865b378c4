import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  BodySchema,
  check,
  EmailSchema,
  EmojiSchema,
  HandleSchema,
  isTombstone,
  type Message,
  NameSchema,
  PasswordSchema,
  TopicSchema,
  textMarks,
} from '@lectern/contracts';
import { checkBody, linesOf, mentionsOf, plainText } from '@lectern/rich-text';
import { describe, expect, it } from 'vitest';
import type { DemoChannelRows } from '../database/demo-rows.ts';
import { generateDemo } from './generate-demo.ts';
import { createRandom } from './random.ts';
import { phrases } from './scripts/phrases/index.ts';
import { dates, facts } from './scripts/vocabulary.ts';
import { exercises } from './scripts/worked/index.ts';
import { demoAccounts } from './seed-demo.ts';

const now = Date.UTC(2031, 4, 14, 16, 30);
/** A course is made in a second; a busy machine may take longer. */
const GENERATING_MS = 30_000;
const WEEK_MS = 7 * 86_400_000;
const demo = generateDemo({ now, seed: 1 });
const records = demo.channels.flatMap((channel) => channel.records);
const messages = records.filter((record): record is Message => !isTombstone(record));
const texts = messages.map(({ body }) => plainText(body));

/** Who may read a channel, and who may write in it. */
function peopleOf({ type, members }: DemoChannelRows): { readers: Set<string>; writers: Set<string> } {
  const apart = new Map(members.map(({ person, state }) => [person, state]));
  const readers = demo.people.filter(
    ({ id }) => (apart.get(id) ?? (type === 'private' ? 'left' : 'in')) === 'in',
  );
  const writers = readers.filter(({ role }) => type !== 'announcement' || role !== 'student');
  return { readers: new Set(readers.map(({ id }) => id)), writers: new Set(writers.map(({ id }) => id)) };
}

describe('the demonstration', () => {
  it(
    'is the same for the same seed and another for another seed',
    () => {
      const told = JSON.stringify(demo);
      expect(JSON.stringify(generateDemo({ now, seed: 1 })) === told).toBe(true);
      const other = generateDemo({ now, seed: 2 });
      expect(other.course.id).not.toBe(demo.course.id);
      expect(JSON.stringify(other) === told).toBe(false);
    },
    GENERATING_MS,
  );

  it('has 40 people, 8 channels and 20,000 messages', () => {
    expect(demo.people).toHaveLength(40);
    expect(demo.channels.map(({ type }) => type).sort()).toEqual([
      'announcement',
      'announcement',
      'private',
      'private',
      'public',
      'public',
      'public',
      'public',
    ]);
    expect(records).toHaveLength(20_000);
  });

  it('says more than 12,000 different things', () => {
    expect(new Set(texts).size).toBeGreaterThan(12_000);
  });

  it('keeps every limit of names and bodies', () => {
    for (const { body } of messages) {
      if (!check(BodySchema, body).ok || checkBody(body) !== null)
        expect.fail(`bad body ${JSON.stringify(body)}`);
    }
    for (const { name, handle, email } of demo.people) {
      expect(
        check(NameSchema, name).ok && check(HandleSchema, handle).ok && check(EmailSchema, email).ok,
      ).toBe(true);
    }
    for (const { name, topic } of demo.channels)
      expect(check(NameSchema, name).ok && check(TopicSchema, topic).ok).toBe(true);
    for (const { password } of demoAccounts) expect(check(PasswordSchema, password).ok).toBe(true);
    expect(new Set(demo.people.map(({ handle }) => handle)).size).toBe(40);
  });

  it.each(demo.channels.map((channel) => [channel.name, channel] as const))(
    'lets only those write and be mentioned in %s who are there',
    (_name, channel) => {
      const { readers, writers } = peopleOf(channel);
      expect(channel.records.filter(({ author }) => !writers.has(author))).toEqual([]);
      const mentioned = channel.records.flatMap((one) => (isTombstone(one) ? [] : mentionsOf(one.body)));
      expect(mentioned.filter((person) => !readers.has(person))).toEqual([]);
    },
  );

  it.each(demo.channels.map((channel) => [channel.name, channel] as const))(
    'numbers the messages of %s as the scribe would have done',
    (_name, { records, seq, rev, at }) => {
      expect(records.map((record) => record.seq)).toEqual(records.map((_, index) => index + 1));
      expect(seq).toBe(records.length);
      expect(new Set(records.map((record) => record.rev)).size).toBe(records.length);
      expect(Math.max(...records.map((record) => record.rev))).toBeLessThanOrEqual(rev);
      expect(records.every((record, index) => index === 0 || record.at > records[index - 1]!.at)).toBe(true);
      expect(records[0]!.at).toBeGreaterThan(at);
    },
  );

  it('reaches over nine weeks or more, up to a few minutes ago, and never into the future', () => {
    for (let week = 1; week <= 9; week++) {
      const until = now - (week - 1) * WEEK_MS;
      const written = records.filter(({ at }) => at > until - WEEK_MS && at <= until).length;
      expect(written, `${week} weeks ago`).toBeGreaterThan(1_000);
    }
    const times = records.flatMap((one) => [
      one.at,
      isTombstone(one) ? one.deletedAt : (one.editedAt ?? one.at),
    ]);
    const newest = times.reduce((latest, at) => Math.max(latest, at));
    expect(newest).toBeLessThanOrEqual(now);
    expect(newest).toBeGreaterThan(now - 10 * 60_000);
  });

  it('has code, links, edits, deletions and many languages', () => {
    const nodes = messages.flatMap(({ body }) => linesOf(body).flat());
    const count = (wanted: RegExp): number => texts.filter((text) => wanted.test(text)).length;
    expect(nodes.filter((node) => node.t === 'text' && node.m === textMarks.code).length).toBeGreaterThan(
      5_000,
    );
    expect(count(/https:\/\/\S+/)).toBeGreaterThan(50);
    expect(records.filter(isTombstone).length).toBeGreaterThan(20);
    expect(messages.filter(({ editedAt }) => editedAt !== undefined).length).toBeGreaterThan(200);
    for (const script of ['Han', 'Hiragana', 'Arabic'])
      expect(count(new RegExp(`\\p{sc=${script}}`, 'u'))).toBeGreaterThan(50);
    for (const words of [/\b(ich|und|nicht)\b/, /\b(que|gracias|el)\b/, /\b(merci|pas|pour)\b/])
      expect(count(words)).toBeGreaterThan(20);
  });

  it('leaves no template and no markup unresolved', () => {
    const leftOver = /\{[A-Za-z]\w*\}|\|\}|\{\||\*\*|undefined|NaN/;
    expect(texts.filter((text) => leftOver.test(text))).toEqual([]);
  });

  it('tells the two who can sign in, and nobody else, of their mentions, oldest first', () => {
    const accounts = demoAccounts.map(({ email }) => demo.people.find((one) => one.email === email)!.id);
    expect(new Set(demo.mentions.map(({ person }) => person))).toEqual(new Set(accounts));
    for (const { channel, message, person, from, seq } of demo.mentions) {
      const record = demo.channels.find(({ id }) => id === channel)!.records[seq - 1] as Message;
      expect([record.id, record.author]).toEqual([message, from]);
      expect(mentionsOf(record.body)).toContain(person);
    }
    const times = demo.mentions.map(({ at }) => at);
    expect(times).toEqual([...times].sort((x, y) => x - y));
  });
});

describe('the scripts', () => {
  it('name only what there is', () => {
    const folder = path.join(import.meta.dirname, 'scripts');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const named = files.flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/(?<!\$)\{([A-Za-z][A-Za-z0-9]*)\}/g)].map(
        ([, name]) => name!,
      ),
    );
    const known = (name: string): boolean =>
      name in phrases || name in facts || name in dates || /^(ask|prev|mm|[A-Z](name)?)$/.test(name);
    expect(named.length).toBeGreaterThan(500);
    expect([...new Set(named)].filter((name) => !known(name))).toEqual([]);
  });

  it.each(exercises.map((makers, index) => [index + 1, makers] as const))(
    'make exercises for week %i whose wrong result is wrong',
    (week, makers) => {
      const random = createRandom(week);
      for (const make of makers) {
        for (let draw = 0; draw < 100; draw++) {
          const { task, right, wrong, why, slip = why } = make(random);
          expect(wrong).not.toBe(right);
          expect([task, right, wrong, why, slip].join(' ')).not.toMatch(/undefined|NaN|Infinity|[{}|]/);
        }
      }
    },
  );

  it('has threads that begin at messages in none, and count what is in them', () => {
    const { records } = demo.channels.find(({ name }) => name === 'exercises')!;
    const roots = new Map(records.map((record) => [record.id, record]));
    const replies = records.filter(({ thread }) => thread !== undefined);
    expect(replies.length).toBeGreaterThan(100);
    for (const { thread, seq } of replies) {
      expect(roots.get(thread!.id)).toMatchObject({ seq: thread!.seq });
      expect(roots.get(thread!.id)).not.toHaveProperty('thread');
      expect(seq).toBeGreaterThan(thread!.seq);
    }
    for (const root of records) {
      const held = replies.filter((one) => one.thread!.id === root.id && !isTombstone(one));
      expect(root.replies?.count ?? 0).toBe(held.length);
    }
  });

  it('has replies to what is there, and reactions of people who can read it', () => {
    let [replies, reactions] = [0, 0];
    for (const channel of demo.channels) {
      const { readers } = peopleOf(channel);
      const seqs = new Map(channel.records.map(({ id, seq }) => [id, seq]));
      for (const record of channel.records) {
        if (isTombstone(record)) continue;
        if (record.reply !== undefined) {
          expect(seqs.get(record.reply.id)).toBe(record.reply.seq);
          expect(record.reply.seq).toBeLessThan(record.seq);
          replies += 1;
        }
        for (const { emoji, by } of record.reactions ?? []) {
          expect(check(EmojiSchema, emoji).ok).toBe(true);
          expect(by.length).toBeGreaterThan(0);
          expect(by.filter((user) => !readers.has(user) || user === record.author)).toEqual([]);
          reactions += 1;
        }
      }
    }
    expect(replies).toBeGreaterThan(300);
    expect(reactions).toBeGreaterThan(1_000);
  });
});
