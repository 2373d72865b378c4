import { noteRoot } from '@lectern/channel-doc';
import type { ChannelId, Me, NoteBlock, NoteId, OpId } from '@lectern/contracts';
import { openStorage } from '@lectern/local-store';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createApi } from './api.ts';
import { systemClock } from './clock.ts';
import { connectHub, type HubHome } from './connect-hub.ts';
import { createHub, type HubCore } from './hub.ts';
import type { NotePresence, NoteReplica } from './note-port.ts';
import { noteReplicas } from './note-replica.ts';
import type { Hub, ViewName, Views } from './port.ts';
import type { Port } from './port-messages.ts';
import { servePort } from './serve-port.ts';
import { makeEntry, makeMe, newCourse } from './testing/make.ts';

/** Notes over the port, with a browser's own worker, locks and databases, and without any server. */
const hubs: HubCore[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

/** A hub in this page without a network, and pages on it. */
function offlineHub(): HubHome {
  const hub = createHub({
    openStorage,
    api: createApi(location.origin, () => Promise.reject(new TypeError('no network'))),
    clock: systemClock,
    socketUrl: 'ws://localhost:9',
    WebSocket,
    network: { online: () => false, listen: () => {} },
  });
  hubs.push(hub);
  return {
    joinWorker: null,
    startInPage: async (): Promise<Port> => {
      const { port1, port2 } = new MessageChannel();
      servePort(hub, port1);
      return port2;
    },
  };
}

let workers = 0;
function workerHub(): HubHome {
  workers += 1;
  const name = `notes ${workers}`;
  return {
    joinWorker: () => new SharedWorker(new URL('./hub-worker.ts', import.meta.url), { type: 'module', name }),
    startInPage: () => Promise.reject(new Error('the worker must do')),
  };
}

/** Somebody who teaches a course with one channel, as this browser knows it from before. */
async function known(): Promise<{ me: Me; channel: ChannelId }> {
  const me = makeMe();
  const course = newCourse();
  const entry = makeEntry(course);
  const store = await (await openStorage()).openStore(me.id);
  await store.facts.write('inbox', {
    courses: [{ course, role: 'tutor', life: 1, since: 0 }],
    ...{ channels: [], threads: [], notices: [] },
  });
  await store.facts.write('courses', { [course]: { name: 'Optics', channels: [entry], people: [] } });
  await store.close();
  return { me, channel: entry.id };
}

const until = <Name extends ViewName>(
  hub: Pick<Hub, 'watch'>,
  name: Name,
  params: Views[Name]['params'],
  holds: (value: Views[Name]['value']) => boolean,
): Promise<Views[Name]['value']> =>
  new Promise((resolve) => {
    const stop = hub.watch(name, params, (value) => {
      if (!holds(value)) return;
      queueMicrotask(() => stop());
      resolve(value);
    });
  });

/** A page's document, as an editor keeps it in step. */
class Page {
  readonly doc = new Y.Doc();
  readonly replica: NoteReplica;
  present: readonly NotePresence[] = [];

  constructor(hub: Hub, note: NoteId) {
    this.replica = noteReplicas(hub)(note);
    this.replica.onUpdate((update) => Y.applyUpdate(this.doc, update, this.replica));
    this.replica.onPresence((present) => {
      this.present = present;
    });
  }

  get text(): string {
    return [...noteRoot(this.doc).createTreeWalker((node) => node instanceof Y.XmlText)].join(' ');
  }

  /** Resolves when it is written down. */
  async type(words: string): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.doc.once('update', (update: Uint8Array) => this.replica.write(update).then(resolve, reject));
    });
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    noteRoot(this.doc).insert(0, [paragraph]);
    await written;
  }
}

const textOf = (blocks: readonly NoteBlock[]): string =>
  blocks
    .flatMap((block) => ('c' in block ? block.c : []))
    .map((node) => ('s' in node ? node.s : ''))
    .join(' ');

async function makeNote(hub: Hub, channel: ChannelId): Promise<NoteId> {
  const note = crypto.randomUUID() as NoteId;
  const id = crypto.randomUUID() as OpId;
  const made = {
    kind: 'note.create',
    id,
    channel,
    note,
    at: 1,
    title: 'Lenses',
    order: 1,
    template: 'lab',
  } as const;
  await hub.command('submit', made);
  return note;
}

describe.each([
  ['in a shared worker', workerHub],
  ['in the page', offlineHub],
] as const)('notes, with the hub %s', (_, home) => {
  test('N5, N7: a note that is made offline is written at once, on two pages, and is there after the hub has ended', async () => {
    const { me, channel } = await known();
    const browser = home();
    const [hub, other] = [connectHub(browser), connectHub(browser)];
    await hub.command('open', me);
    const note = await makeNote(hub, channel);
    const [item] = await until(hub, 'notes', { channel }, (all) => all.length === 1);
    expect(item).toMatchObject({ id: note, title: 'Lenses', waiting: true, life: 1 });

    const [page, second] = [new Page(hub, note), new Page(other, note)];
    await expect.poll(() => page.text).toContain('What you need');
    await expect.poll(() => second.text).toContain('What you need');
    await page.type('a thin lens');
    await expect.poll(() => second.text).toContain('a thin lens');
    await second.type('a thick one');
    await expect.poll(() => page.text).toContain('a thick one');
    expect(Y.encodeStateAsUpdate(page.doc)).toEqual(Y.encodeStateAsUpdate(second.doc));
    const view = await until(hub, 'note', { channel, note }, ({ body }) =>
      textOf(body.blocks).includes('a thick one'),
    );
    expect(view).toMatchObject({
      state: 'here',
      mayEdit: true,
      rung: { state: 'device', changes: 2 },
      setAside: null,
    });
    await hub.command('stop', null);

    const again = connectHub(home());
    await until(again, 'session', null, ({ state }) => state === 'open');
    const reopened = await until(again, 'note', { channel, note }, ({ state }) => state === 'here');
    expect(textOf(reopened.body.blocks)).toMatch(/a thick one a thin lens.*Aim/);
    expect(reopened.rung).toMatchObject({ state: 'device', changes: 2 });
    const unsent = await until(again, 'unsentNotes', null, (all) => all.length === 1);
    expect(unsent[0]).toMatchObject({
      note,
      channel,
      title: 'Lenses',
      channelName: 'general',
      setAside: null,
    });
    expect(unsent[0]!.text).toContain('a thin lens');
    await again.command('wipe', null);
    await until(again, 'session', null, ({ state }) => state === 'none');
    const store = await (await openStorage()).openStore(me.id);
    expect([await store.notes.read(), await store.documents.names()]).toEqual([[], []]);
    await store.wipe();
    await again.command('stop', null);
  });
});

test('N8: who has the note open is seen on the other pages, and a page that dies takes its cursor with it', async () => {
  const { me, channel } = await known();
  const browser = offlineHub();
  const hub = connectHub(browser);
  await hub.command('open', me);
  const note = await makeNote(hub, channel);
  const page = new Page(hub, note);
  await expect.poll(() => page.text).toContain('Aim');

  const port = await browser.startInPage();
  const dying = Promise.withResolvers<void>();
  await new Promise<void>((resolve) => {
    navigator.locks.request('a page', () => {
      resolve();
      return dying.promise;
    });
  });
  port.start?.();
  port.postMessage({ t: 'hello', lock: 'a page' }, []);
  port.postMessage({ t: 'note', n: 1, say: { do: 'open', note } }, []);
  const cursor = { anchor: Uint8Array.of(1, 2), focus: Uint8Array.of(3) };
  port.postMessage({ t: 'note', n: 1, say: { do: 'cursor', cursor } }, []);
  await expect.poll(() => page.present).toMatchObject([{ user: me.id, cursor }]);
  dying.resolve();
  await expect.poll(() => page.present).toEqual([]);
  await hub.command('wipe', null);
});

test('N9: a student is shown the note and given nothing to write in', async () => {
  const { me, channel } = await known();
  const hub = connectHub(offlineHub());
  await hub.command('open', me);
  const note = await makeNote(hub, channel);
  const store = await (await openStorage()).openStore(me.id);
  const { inbox } = await store.facts.readAll();
  await store.facts.write('inbox', {
    ...inbox!,
    courses: inbox!.courses.map((row) => ({ ...row, role: 'student' })),
  });
  await hub.command('stop', null);
  await store.close();

  const again = connectHub(offlineHub());
  const view = await until(again, 'note', { channel, note }, ({ state }) => state === 'here');
  expect(view.mayEdit).toBe(false);
  const ended = Promise.withResolvers<string>();
  noteReplicas(again)(note).onEnd(ended.resolve);
  expect(await ended.promise).toBe('read-only');
  await again.command('wipe', null);
});
