import { closeReasons, newId, type UserId } from '@lectern/contracts';
import { createRandom } from '@lectern/test-kit';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../database/test-database.ts';
import { authFrame, messageTypes, RawSocket } from '../testing/raw-socket.ts';
import { SyncFixture } from '../testing/sync-fixture.ts';

const ID = '0189c5a0-0000-4000-8000-00000000000a';
/** Bytes of a whole address, above which the socket is ended; see the floods. */
const MAX_BYTES = 127;

const odd: readonly string[] = [
  ...[
    '',
    ' ',
    '/',
    '//',
    '///',
    '.',
    '..',
    '../..',
    '../../etc/passwd',
    'channel',
    'channel/',
    `channel/${ID}`,
  ],
  ...[`channel/${ID}/`, `channel/${ID}/0`, `channel/${ID}/-1`, `channel/${ID}/01`, `channel/${ID}/1.0`],
  ...[
    `channel/${ID}/1e3`,
    `channel/${ID}/9999999999`,
    `channel/${ID}/1/`,
    `channel/${ID}/1/2`,
    `/channel/${ID}/1`,
  ],
  ...[
    `channel/${ID.toUpperCase()}/1`,
    `CHANNEL/${ID}/1`,
    `channel /${ID}/1`,
    `channel/${ID}/1 `,
    ` channel/${ID}/1`,
  ],
  ...[`channel/${ID}%00/1`, `channel/${ID}'--/1`, `channel/${ID.slice(1)}/1`, `channel/{${ID}}/1`],
  ...[`channel/${ID.replaceAll('-', '')}/1`, `channel\\${ID}\\1`, `chаnnel/${ID}/1`, `channel/${ID}/１`],
  ...[
    `admin/${ID}/1`,
    `user/*/1`,
    'user/me/1',
    `user/${ID}\n/1`,
    `channel/${ID}/1\u0000\u0000`,
    '\u202euser/1',
  ],
  ...['__proto__/x/1', 'constructor/x/1', `toString/${ID}/1`, `hasOwnProperty/${ID}/1`],
];
/** What every object of the language has: looked up, they are there and are no documents. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

describe.each(await testDatabases())('odd names on $name', (target) => {
  let fixture: SyncFixture;
  let ticket: string;
  let socket: RawSocket;
  const documents = async () =>
    (await sql<{ count: number }>`select count(*)::int as count from document`.execute(fixture.database.db))
      .rows[0]!.count;
  let person: UserId;
  beforeAll(async () => {
    fixture = await SyncFixture.start(target);
    person = await fixture.people.person();
    await fixture.people.course([[person, 'lecturer']]);
    await enter();
  });
  afterAll(async () => {
    socket.drop();
    await fixture.stop();
  });

  const enter = async (): Promise<void> => {
    socket = await RawSocket.open(fixture.url, fixture.origin);
    ticket = await fixture.people.ticket(person);
    // A name of the right form, which is nobody's: the ticket is spent from here on.
    expect(await socket.enter(`channel/${newId()}/1`, ticket)).toEqual({ why: closeReasons.forbidden });
  };

  test.each(odd)('SEC-4 %j is no name of a document', async (name) => {
    const before = await documents();
    const said = await socket.enter(name, ticket);
    // What stands behind a NUL is not the name, and of the right form the rest may be.
    expect([closeReasons.badName, closeReasons.forbidden]).toContain((said as { why: string }).why);
    if (!name.includes('\0')) expect(said).toEqual({ why: closeReasons.badName });
    expect(await documents()).toBe(before);
    expect(fixture.sync.openDocuments()).toBe(0);
  });

  test.each(inherited)('SEC-4 %s is no document either', async (name) => {
    socket.send(authFrame(name, ticket));
    await socket.closed();
    expect(fixture.sync.openDocuments()).toBe(0);
    await enter();
  });

  test('SEC-4 of five hundred random names none is let in', async () => {
    const random = createRandom(4);
    const alphabet = [...'channeluserinboxcoursenote/0123456789abcdef-. %\\_é'];
    const names = new Set<string>();
    while (names.size < 500) {
      const length = random.int(1, 80);
      const name = Array.from({ length }, () => random.pick(alphabet)).join('');
      if (Buffer.byteLength(name) <= MAX_BYTES) names.add(name);
    }
    socket.heard.length = 0;
    for (const name of names) socket.send(authFrame(name, ticket));
    const answers = () => socket.heard.filter(({ type }) => type === messageTypes.auth);
    await socket.until(() => answers().length === names.size, 'all to be answered');
    expect(new Set(answers().map(({ rest }) => rest[0]))).toEqual(new Set([1]));
    expect(fixture.sync.openDocuments()).toBe(0);
  });
});
