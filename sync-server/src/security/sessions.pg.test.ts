import {
  type ChannelId,
  type CourseId,
  formatDocumentName,
  socketCloseCodes,
  type UserId,
} from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newToken, tokenHash } from '../accounts/secret-links.ts';
import { addResetLink } from '../database/reset-links.ts';
import { testDatabases } from '../database/test-database.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import { TestDevice } from '../testing/test-device.ts';
import { PASSWORD, type SignedIn, WholeServer } from '../testing/whole-server.ts';

/** Within this time nothing more may come, in milliseconds. */
const PROMISE_MS = 1_000;

describe.each(await testDatabases())('sessions and their sockets on $name', (target) => {
  let server: WholeServer;
  let [course, channel] = ['' as CourseId, '' as ChannelId];
  let ada: { id: UserId; email: string };
  let eve: { id: UserId; email: string };
  const devices: TestDevice[] = [];
  beforeEach(async () => {
    server = await WholeServer.start(target);
    [ada, eve] = [await server.account('Ada'), await server.account('Eve')];
    course = await server.people.course([
      [ada.id, 'admin'],
      [eve.id, 'student'],
    ]);
    channel = await server.people.channel(course);
  });
  afterEach(async () => {
    for (const device of devices.splice(0)) device.close();
    await server.stop();
  });

  const listen = (browser: SignedIn) => browser.socket(formatDocumentName('channel', channel, 1));
  /** What somebody else says goes on; who hears it? */
  const talk = async (): Promise<void> => {
    const { port, origin, people } = server;
    const device = new TestDevice({
      url: `ws://localhost:${port}/sync`,
      origin,
      person: ada.id,
      ticket: () => people.ticket(ada.id),
    });
    devices.push(device);
    for (let i = 0; i < 5; i++) await device.outcome(device.send(channel, `goes on ${i}`));
  };
  /** The socket is closed in time with this code, and hears nothing of what is said then. */
  const expectCut = async (socket: RawSocket, code: number, began: number): Promise<void> => {
    expect(await socket.closed()).toMatchObject({ code });
    expect(Date.now() - began).toBeLessThan(PROMISE_MS);
    const heard = socket.heard.length;
    await talk();
    expect(socket.heard.length).toBe(heard);
  };

  test('SEC-23 who signs in again has another cookie, and the one before opens nothing', async () => {
    const browser = await server.signIn(eve.email);
    const [before, socket, ticket] = [browser.cookie, await listen(browser), await browser.ticket()];
    const began = Date.now();
    await browser.send('POST', '/api/sign-in', { email: eve.email, password: PASSWORD });
    expect(browser.cookie).not.toBe(before);
    await expectCut(socket, socketCloseCodes.unauthorised, began);
    expect((await browser.send('GET', '/api/me')).status).toBe(200);
    const thief = await server.signIn(ada.email);
    thief.cookie = before;
    expect((await thief.send('GET', '/api/me')).status).toBe(401);
    const late = await (await server.signIn(ada.email)).socket();
    expect(await late.enter(formatDocumentName('user', eve.id, 1), ticket)).toEqual({ why: 'unauthorised' });
    late.drop();
  });

  test('SEC-23 who fails to sign in keeps the session they have', async () => {
    const browser = await server.signIn(eve.email);
    const answer = await browser.send('POST', '/api/sign-in', {
      email: ada.email,
      password: 'a wrong guess',
    });
    expect(answer.status).toBe(401);
    expect((await browser.send('GET', '/api/me')).status).toBe(200);
  });

  test('SEC-24 signing out ends the session, its unspent tickets and its sockets within a second, and no other', async () => {
    const [here, there] = [await server.signIn(eve.email), await server.signIn(eve.email)];
    const [socket, other, ticket] = [await listen(here), await listen(there), await here.ticket()];
    const cookie = here.cookie;
    const began = Date.now();
    expect((await here.send('POST', '/api/sign-out')).status).toBe(204);
    await expectCut(socket, socketCloseCodes.unauthorised, began);
    here.cookie = cookie;
    expect((await here.send('GET', '/api/me')).status).toBe(401);
    const late = await there.socket();
    expect(await late.enter(formatDocumentName('user', eve.id, 1), ticket)).toEqual({ why: 'unauthorised' });
    late.drop();
    expect(other.ended).toBeNull();
    expect(other.heard.length).toBeGreaterThan(3);
    other.drop();
  });

  test.each(['a new password', 'signing out everywhere'])(
    'SEC-25 SEC-26 %s ends every session and every socket within a second',
    async (how) => {
      const browsers = [await server.signIn(eve.email), await server.signIn(eve.email)];
      const sockets = await Promise.all(browsers.map(listen));
      const stranger = await server.signIn(ada.email);
      const token = newToken();
      await addResetLink(server.database.db, eve.id, tokenHash(token), new Date(Date.now() + 60_000));
      const began = Date.now();
      const { status } =
        how === 'a new password'
          ? await stranger.send('POST', `/api/password-reset/${token}`, { password: 'another long sentence' })
          : await browsers[0]!.send('POST', '/api/sign-out-everywhere');
      expect(status).toBe(204);
      for (const socket of sockets) expect(await socket.closed()).toMatchObject({ code: 4401 });
      // Made slower by nothing but the hash of the password.
      expect(Date.now() - began).toBeLessThan(PROMISE_MS + (how === 'a new password' ? 500 : 0));
      for (const browser of browsers) expect((await browser.send('GET', '/api/me')).status).toBe(401);
    },
  );

  test('SEC-5 who is taken out of a course hears no byte of it after a second, and gets in no more', async () => {
    const browser = await server.signIn(eve.email);
    const names = [formatDocumentName('channel', channel, 1), formatDocumentName('course', course, 1)];
    const socket = await browser.socket(...names);
    const admin = await server.signIn(ada.email);
    const began = Date.now();
    expect((await admin.send('DELETE', `/api/courses/${course}/members/${eve.id}`)).status).toBe(204);
    await expectCut(socket, socketCloseCodes.accessChanged, began);
    const [again, ticket] = [await browser.socket(), await browser.ticket()];
    for (const name of names) expect(await again.enter(name, ticket)).toEqual({ why: 'forbidden' });
    again.drop();
    expect((await browser.send('GET', `/api/channels/${channel}/messages`)).status).toBe(404);
  });
});
