import { readDrafts, readPositions, readSettings, setDraft, setRead, setSetting } from '@lectern/channel-doc';
import type { DeviceId } from '@lectern/contracts';
import { createMemoryStorage, type FactStore, type Facts } from '@lectern/local-store';
import { plainText } from '@lectern/rich-text';
import { createManualClock, type ManualClock } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ownDocument } from './own-document.ts';
import { PROVISIONAL_SEQ } from './port-values.ts';
import { bytesOf, Profile } from './profile.ts';
import { makeBody, newChannel, newUser } from './testing/make.ts';
import { Topics } from './topics.ts';

const device = crypto.randomUUID() as DeviceId;
const other = crypto.randomUUID() as DeviceId;

async function open(store?: FactStore, clock: ManualClock = createManualClock()) {
  const facts = store ?? (await createMemoryStorage().openStore(newUser())).facts;
  const onFault = (error: unknown): void => {
    throw error;
  };
  const known: Partial<Facts> = await facts.readAll();
  const withTicks = { ...clock, ticks: clock.now, random: () => 0 };
  const profile = new Profile({
    device,
    facts: known,
    store: facts,
    clock: withTicks,
    topics: new Topics(),
    onReads: () => {},
    onFault,
  });
  return { profile, facts, clock };
}
const draftIn = (doc: Y.Doc, channel: ReturnType<typeof newChannel>): string | null => {
  const body = readDrafts(doc).get(channel);
  return body === undefined ? null : plainText(body);
};

describe('P1: a new life loses nothing (rule 9)', () => {
  test('what this device wrote and the server has not logged goes into the new life', async () => {
    const { profile, facts } = await open();
    const channel = newChannel();
    profile.markRead(channel, 7);
    profile.saveDraft(channel, makeBody('half'));
    profile.saveSettings({ theme: 'dark' });
    profile.readNotices(3);

    // The hub ends before anything is sent, and the document comes back in another life.
    const again = (await open(facts)).profile;
    const doc = new Y.Doc();
    setSetting(doc, 'theme', 'light');
    again.attach(ownDocument(doc));
    expect(readPositions(doc).get(channel)).toEqual({ turn: 0, seq: 7 });
    expect(draftIn(doc, channel)).toBe('half');
    expect(readSettings(doc).theme).toBe('dark');
    expect(again.settings.theme).toBe('dark');
  });

  test('what the server has logged is left to it: another device may have changed it since', async () => {
    const { profile, facts, clock } = await open();
    const channel = newChannel();
    const doc = new Y.Doc();
    profile.attach(ownDocument(doc));
    profile.saveDraft(channel, makeBody('sent from here'));
    profile.saveSettings({ theme: 'dark' });
    clock.advance(2_000);
    profile.logged();

    const again = (await open(facts)).profile;
    again.attach(ownDocument(new Y.Doc()));
    expect(again.drafts.size).toBe(0);
    expect(again.settings.theme).toBeUndefined();
  });
});

test('nobody has read as far as a message that has no place yet', async () => {
  const { profile } = await open();
  const channel = newChannel();
  profile.markRead(channel, 7);
  profile.markRead(channel, PROVISIONAL_SEQ);
  expect(profile.readSeq(channel)).toBe(7);
});

describe('P2: several devices', () => {
  test('of two changes at once, the one in the document goes as soon as the server has logged it', async () => {
    const { profile, clock } = await open();
    const channel = newChannel();
    const doc = new Y.Doc();
    profile.attach(ownDocument(doc));
    profile.saveDraft(channel, makeBody('from here'));
    profile.saveSettings({ theme: 'dark' });
    clock.advance(2_000);
    // Another device's came out on top.
    setDraft(doc, channel, makeBody('from there'));
    setSetting(doc, 'theme', 'light');
    profile.adopt();
    expect(profile.settings.theme).toBe('dark');
    profile.logged();
    expect(profile.settings.theme).toBe('light');
    expect(plainText(profile.drafts.get(channel)!)).toBe('from there');
  });

  test('a read position only moves on', async () => {
    const { profile } = await open();
    const channel = newChannel();
    const doc = new Y.Doc();
    setRead(doc, other, channel, { turn: 0, seq: 9 });
    profile.markRead(channel, 5);
    profile.attach(ownDocument(doc));
    expect(profile.readSeq(channel)).toBe(9);
    profile.markRead(channel, 8);
    expect(profile.readSeq(channel)).toBe(9);
    setRead(doc, other, channel, { turn: 1, seq: 2 });
    profile.adopt();
    expect(profile.readSeq(channel)).toBe(2);
  });

  test('what is marked as unread stays so on every device, until it is read anew', async () => {
    const { profile } = await open();
    const channel = newChannel();
    const doc = new Y.Doc();
    profile.attach(ownDocument(doc));
    profile.markRead(channel, 9);
    profile.markUnread(channel, 4);
    expect(profile.readSeq(channel)).toBe(3);
    // Another device has read further meanwhile, without knowing.
    setRead(doc, other, channel, { turn: 0, seq: 12 });
    profile.adopt();
    expect(profile.readSeq(channel)).toBe(3);
    profile.markUnread(channel, 7);
    expect(profile.readSeq(channel)).toBe(3);
    profile.markRead(channel, 12);
    expect(readPositions(doc).get(channel)).toEqual({ turn: 1, seq: 12 });
    profile.markUnread(channel, 1);
    expect(profile.readSeq(channel)).toBe(0);
  });

  test('a draft that is being typed here is not taken away by what comes from there', async () => {
    const { profile, clock } = await open();
    const [here, there] = [newChannel(), newChannel()];
    const doc = new Y.Doc();
    profile.attach(ownDocument(doc));
    profile.saveDraft(here, makeBody('typing'));
    setDraft(doc, here, makeBody('older'));
    setDraft(doc, there, makeBody('from there'));
    profile.adopt();
    expect(plainText(profile.drafts.get(here)!)).toBe('typing');
    expect(plainText(profile.drafts.get(there)!)).toBe('from there');
    clock.advance(1_000);
    expect(draftIn(doc, here)).toBe('typing');
    setDraft(doc, there, null);
    profile.adopt();
    expect(profile.drafts.has(there)).toBe(false);
  });
});

test('P3: drafts never make the document too large, and those that do not fit stay here', async () => {
  const { profile, clock } = await open();
  const doc = new Y.Doc();
  profile.attach(ownDocument(doc));
  const channels = Array.from({ length: 40 }, () => newChannel());
  for (const channel of channels) profile.saveDraft(channel, makeBody('x'.repeat(15_000)));
  clock.advance(1_000);
  expect(bytesOf(Object.fromEntries(readDrafts(doc)))).toBeLessThan(140 * 1024);
  profile.logged();
  profile.adopt();
  for (const channel of channels) expect(profile.drafts.has(channel)).toBe(true);
});

test('P4: what the server will not have stays on this device and is not put in again', async () => {
  const { profile, clock } = await open();
  const channel = newChannel();
  profile.attach(ownDocument(new Y.Doc()));
  profile.saveDraft(channel, makeBody('strange'));
  clock.advance(1_000);
  profile.disown();
  const fresh = new Y.Doc();
  profile.attach(ownDocument(fresh));
  expect(readDrafts(fresh).size).toBe(0);
  expect(plainText(profile.drafts.get(channel)!)).toBe('strange');
});
