import type { onAuthenticatePayload } from '@hocuspocus/server';
import { closeReasons, formatDocumentName, type UserId } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { systemClock } from '../limits/clock.ts';
import { defaultRates } from '../limits/rates.ts';
import { Turnstile } from '../limits/turnstile.ts';
import { Population } from '../testing/population.ts';
import { Authenticate } from './authenticate.ts';
import { Backlog } from './backlog.ts';
import { NoteChannels } from './note-channels.ts';
import { type SocketSession, SocketSessions, type SyncContext } from './socket-session.ts';

describe.each(await testDatabases())('who a socket belongs to, on $name', (target) => {
  test('a socket that closes while its ticket is being spent is on no list', async () => {
    const { db, drop } = await target.create();
    const people = new Population(db);
    const ada = await people.person();
    const sessions = new SocketSessions();
    const authenticate = new Authenticate(db, sessions, new NoteChannels(async () => null), everybodyAtOnce);
    const opens = async (session: SocketSession) =>
      authenticate.onAuthenticate({
        token: await people.ticket(ada),
        documentName: formatDocumentName('user', ada, 1),
        context: { session },
        connectionConfig: { readOnly: true, isAuthenticated: false },
      } as onAuthenticatePayload<SyncContext>);

    const lasting = sessionOf();
    await opens(lasting);
    const passing = sessionOf();
    const asked = opens(passing);
    passing.ended = true;
    await expect(asked).rejects.toMatchObject({ reason: closeReasons.unauthorised });
    expect(sessions.of(ada)).toEqual([lasting]);
    await drop();
  });
});

const everybodyAtOnce = new Turnstile<UserId>(defaultRates.opens, systemClock);

const sessionOf = (): SocketSession => ({
  id: crypto.randomUUID(),
  socket: { close: () => {} },
  only: null,
  ended: false,
  open: 0,
  identity: null,
  spending: null,
  standing: null,
  changes: 0,
  viewing: null,
  own: null,
  writing: new Map(),
  notes: new Map(),
  attention: 'online',
  backlog: new Backlog(),
});
