import { expect, test } from './support/journey.ts';
import { type Person, readChannel } from './support/people.ts';
import { placesOf } from './support/places-of.ts';

/** A word that stands nowhere else, and of which search makes no shorter form. */
const CANARY = 'zwitscherkanarie';

test('SEC-37 a message that was deleted is on no device any more, and the server tells nobody of it', async ({
  course,
  settleIn,
  sitDown,
}) => {
  const [ada, bea] = [await course.join('Ada Lovelace'), await course.join('Bea Keller')];
  const emmy = await sitDown(course.lecturer);
  await emmy.createChannel(course.name, 'general');
  const [writer, reader] = [await settleIn(ada), await settleIn(bea)];
  const [written, read] = [await writer.openChannel('general'), await reader.openChannel('general')];

  await written.send(`The ${CANARY} sings`);
  await written.edit(CANARY, `The ${CANARY} sings a song`);
  await expect(read.message(`${CANARY} sings a song`)).toBeVisible();
  const [message] = await readChannel(ada, written.id);
  await reader.page.goto(new URL(`/search?q=${CANARY}`, reader.page.url()).href);
  await expect(reader.page.getByRole('listitem').filter({ hasText: CANARY })).toBeVisible();
  const readersPlaces = await placesOf(reader.page, CANARY);
  for (const place of [/messages/, /shards/, /-document-channel/])
    expect(readersPlaces).toContainEqual(expect.stringMatching(place));
  const writersPlaces = await placesOf(writer.page, CANARY);
  for (const place of [/messages/, /-journal/, /-document-channel/, /-document-user/])
    expect(writersPlaces).toContainEqual(expect.stringMatching(place));
  for (const person of [ada, bea, course.lecturer])
    expect((await answersTo(person, course.id, written.id, message!.id)).join()).toContain(CANARY);

  await written.delete(CANARY);
  for (const { page } of [writer, reader]) await expect.poll(() => placesOf(page, CANARY)).toEqual([]);
  await reader.page.reload();
  await expect(reader.page.getByText('Nothing found')).toBeVisible();
  for (const { page } of [writer, reader]) await expect.poll(() => placesOf(page, CANARY)).toEqual([]);
  for (const person of [ada, bea, course.lecturer])
    expect((await answersTo(person, course.id, written.id, message!.id)).join()).not.toContain(CANARY);

  await test.step('nor is it on a device that was away, once it is back', async () => {
    await written.send(`The ${CANARY} sings again`);
    await reader.openChannel('general');
    await expect(read.message(`${CANARY} sings again`)).toBeVisible();
    await reader.page.goto('about:blank');
    await written.delete(CANARY);
    await expect(written.message(CANARY)).toBeHidden();
    await reader.page.goBack();
    await expect.poll(() => placesOf(reader.page, CANARY)).toEqual([]);
  });
});

/** What the server answers this person, wherever it could tell of a message. */
async function answersTo(
  { api }: Person,
  course: string,
  channel: string,
  message: string,
): Promise<string[]> {
  const of = `/api/channels/${channel}`;
  const addresses = [
    `${of}/messages`,
    `${of}/messages?around=1`,
    `${of}/changes?since=0`,
    `${of}/threads/${message}`,
    `${of}/messages/${message}/versions`,
    `${of}/questions`,
    `/api/search?q=${CANARY}`,
    `/api/search?q=${CANARY}&order=relevance&course=${course}`,
  ];
  return Promise.all(addresses.map(async (address) => (await api.get(address)).text()));
}
