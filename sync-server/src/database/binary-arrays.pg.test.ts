import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { bigints, byteas, texts, timestamps, uuids } from './binary-arrays.ts';
import { testDatabases } from './test-database.ts';

describe.each(await testDatabases())('arrays in the format of Postgres, on $name', (target) => {
  it('are read as what they were made of', async () => {
    const { db, drop } = await target.create();
    const ids = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
    const numbers = [0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    const words = ['', null, 'a "quoted", {braced}\\ word', 'Grüße, 你好 👋'];
    const blobs = [Uint8Array.of(), Uint8Array.of(0, 92, 255)];
    const times = [0, null, Date.UTC(2026, 0, 31, 12, 30), Date.UTC(9999, 11, 31)];
    const { rows } =
      await sql`select ${uuids(ids)}::uuid[] as ids, ${bigints(numbers)}::bigint[]::text[] as numbers,
      ${texts(words)}::text[] as words, ${byteas(blobs)}::bytea[] as blobs,
      ${timestamps(times)}::timestamptz[] as times`.execute(db);
    expect(rows).toEqual([
      {
        ids,
        numbers: numbers.map(String),
        words,
        blobs: blobs.map((blob) => Buffer.from(blob)),
        times: times.map((time) => (time === null ? null : new Date(time))),
      },
    ]);
    await drop();
  });

  it('may be empty', async () => {
    const { db, drop } = await target.create();
    const { rows } =
      await sql`select ${uuids([])}::uuid[] = '{}' as ids, ${texts([])}::text[] = '{}' as words`.execute(db);
    expect(rows).toEqual([{ ids: true, words: true }]);
    await drop();
  });

  it('hold no text that is not a uuid', () => {
    expect(() => uuids(['0f8fad5b'])).toThrow('not a uuid: 0f8fad5b');
  });
});
