import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLoopbackHost, readEnv } from './env.ts';

const faultsOf = (source: Record<string, string>): readonly string[] => {
  const result = readEnv(source);
  return result.ok ? [] : result.faults;
};

describe('readEnv', () => {
  it('needs nothing', () => {
    const result = readEnv({});
    expect(result).toMatchObject({
      ok: true,
      env: {
        port: 3000,
        host: '127.0.0.1',
        publicUrl: 'http://localhost:3000',
        dataDir: path.resolve('data'),
        databaseUrl: null,
        mail: null,
        logLevel: 'info',
      },
    });
  });

  it('takes the port into the default address, and an empty variable for none', () => {
    expect(readEnv({ PORT: '8123', PUBLIC_URL: '', DATABASE_URL: ' ' })).toMatchObject({
      env: { port: 8123, publicUrl: 'http://localhost:8123', databaseUrl: null },
    });
  });

  it('lists every fault at once', () => {
    const faults = faultsOf({
      PORT: 'eighty',
      HOST: 'a b',
      PUBLIC_URL: 'http://chat.example.edu',
      DATABASE_URL: 'mysql://x',
      SMTP_URL: 'mail.example.edu',
      LOG_LEVEL: 'loud',
      TRUSTED_PROXIES: 'my-proxy',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'SMTP_URL',
      'HOST',
      'PUBLIC_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'TRUSTED_PROXIES',
      'MAIL_FROM',
    ]);
  });

  it.each([
    'http://localhost:9',
    'http://127.0.0.1:9',
    'http://[::1]:9',
    'https://chat.example.edu',
    'https://10.0.0.7',
  ])('accepts %s as an address to open', (url) => expect(faultsOf({ PUBLIC_URL: url })).toEqual([]));

  it.each([
    ['http://10.0.0.7:3000', 'https'],
    ['http://localhost.evil.example', 'https'],
    ['https://chat.example.edu/lectern', 'nothing after'],
    ['https://me:secret@chat.example.edu', 'nothing after'],
    ['ftp://localhost', 'nothing after'],
    ['chat.example.edu', 'address such as'],
  ])('refuses %s as an address to open', (url, words) => {
    expect(faultsOf({ PUBLIC_URL: url })).toEqual([expect.stringContaining(words)]);
  });

  it.each(['0', '65536', '-1', '3000.5', '0x10'])('refuses %s as a port', (port) => {
    expect(faultsOf({ PORT: port })).toHaveLength(1);
  });

  it('wants a sender with a mail server, and a mail server with a sender', () => {
    expect(faultsOf({ SMTP_URL: 'smtp://mail.example.edu' })).toEqual([expect.stringContaining('MAIL_FROM')]);
    expect(faultsOf({ MAIL_FROM: 'lectern@example.edu' })).toEqual([expect.stringContaining('SMTP_URL')]);
    expect(
      readEnv({ SMTP_URL: 'smtp://mail.example.edu', MAIL_FROM: 'Lectern <l@example.edu>' }),
    ).toMatchObject({
      env: { mail: { url: 'smtp://mail.example.edu', from: 'Lectern <l@example.edu>' } },
    });
  });
});

describe('isLoopbackHost', () => {
  it.each(['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]'])('%s', (host) =>
    expect(isLoopbackHost(host)).toBe(true),
  );
  it.each(['0.0.0.0', '::', '127.evil.example', 'localhost.example', '10.0.0.1'])('not %s', (host) =>
    expect(isLoopbackHost(host)).toBe(false),
  );
});
