import { createManualClock } from '@lectern/test-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { defaultRates, type Rates } from '../limits/rates.ts';
import { HttpFixture } from '../testing/http-fixture.ts';

describe.each(await testDatabases())('SEC-17 requests come at a rate, on $name', (target) => {
  let fixture: HttpFixture;
  const clock = createManualClock();
  const begin = async (rates: Partial<Rates>) => {
    fixture = await HttpFixture.start(target, { TRUSTED_PROXIES: '127.0.0.0/8' }, undefined, {
      rates: { ...defaultRates, ...rates },
      clock,
    });
  };
  afterEach(() => fixture.stop());
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('a flood of nobody is told when to come again, and whoever is signed in goes on', async () => {
    await begin({ anonymous: { burst: 5, perSecond: 0.1 } });
    const { browser, email } = await fixture.person();
    const stranger = fixture.browser();
    const ask = () => stranger.get('/api/site', from('192.0.2.1'));
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await ask());
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = answers.at(-1)!;
    expect(refused.headers['retry-after']).toBe('10');
    expect(refused.headers['x-content-type-options']).toBe('nosniff');
    expect(refused.json()).toEqual({
      code: 'too-many',
      message:
        'Very many requests come from your network at the moment. Please wait 10 seconds and try again.',
    });
    // Sign-in is open to the same flood, also with a cookie that nobody gave.
    const forged = { ...from('192.0.2.1'), cookie: 'lectern-3000=forged.by-me' };
    for (const answer of [
      await stranger.post('/api/sign-in', { email, password: 'x' }, from('192.0.2.1')),
      await stranger.post('/api/sign-in', { email, password: 'x' }, forged),
      await stranger.get('/api/me', from('192.0.2.1')),
      await stranger.get('/api/me', forged),
    ])
      expect(answer.statusCode).toBe(429);
    expect((await browser.get('/api/me', from('192.0.2.1'))).statusCode).toBe(200);
    expect((await stranger.get('/api/site', from('192.0.2.2'))).statusCode).toBe(200);
    for (const url of ['/healthz', '/readyz'])
      expect((await stranger.get(url, from('192.0.2.1'))).statusCode).toBe(200);
    clock.advance(10_000);
    expect((await ask()).statusCode).toBe(200);
    expect((await ask()).statusCode).toBe(429);
  });

  it('with IPv6 all addresses of a network count together', async () => {
    await begin({ anonymous: { burst: 2, perSecond: 0.1 } });
    const statuses = [];
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2::3', '2001:db8:1:3::1'])
      statuses.push((await fixture.browser().get('/api/site', from(address))).statusCode);
    expect(statuses).toEqual([200, 200, 429, 200]);
    for (const address of ['::ffff:192.0.2.7', '::ffff:192.0.2.8'])
      expect((await fixture.browser().get('/api/site', from(address))).statusCode).toBe(200);
  });

  it('people read, write and search each at their own rate, whatever their address', async () => {
    await begin({
      read: { burst: 3, perSecond: 1 },
      write: { burst: 2, perSecond: 0.01 },
      search: { burst: 1, perSecond: 2 },
    });
    const [ada, bob] = [await fixture.person(), await fixture.person()];
    const statuses = async (times: number, ask: () => Promise<{ statusCode: number }>) => {
      const seen: number[] = [];
      for (let n = 0; n < times; n++) seen.push((await ask()).statusCode);
      return seen;
    };
    expect(await statuses(4, () => ada.browser.get('/api/me'))).toEqual([200, 200, 200, 429]);
    expect(await statuses(3, () => ada.browser.post('/api/socket-ticket'))).toEqual([200, 200, 429]);
    expect(await statuses(2, () => ada.browser.get('/api/search?q=x'))).toEqual([200, 429]);
    expect(await statuses(3, () => bob.browser.get('/api/me'))).toEqual([200, 200, 200]);
    const write = await ada.browser.post('/api/socket-ticket');
    expect(write.json().message).toBe(
      'You have changed very much in a short time. Please wait 2 minutes and try again.',
    );
    expect(write.headers['retry-after']).toBe('100');
    clock.advance(1_000);
    expect(await statuses(2, () => ada.browser.get('/api/me'))).toEqual([200, 429]);
    expect((await ada.browser.get('/api/search?q=x')).statusCode).toBe(200);
  });

  it('files have a rate of their own', async () => {
    await begin({ files: { burst: 2, perSecond: 1 } });
    const seen = [];
    for (const url of ['/assets/none.js', '/api/none', '/', '/api/site'])
      seen.push((await fixture.browser().get(url, { accept: 'text/html' })).statusCode);
    expect(seen).toEqual([404, 404, 429, 200]);
  });
});
