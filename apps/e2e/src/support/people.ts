import { type CourseRole, type HistoryPage, isTombstone } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { type APIRequestContext, type APIResponse, request } from '@playwright/test';
import type { Site } from './site.ts';

/** What every account of a journey signs in with. */
export const PASSWORD = 'a sentence to sign in with';

/** Somebody with an account, and a session of theirs past the weather, to look at the server with their eyes. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly api: APIRequestContext;
}

/** A message as the server holds it. */
export interface StoredMessage {
  readonly id: string;
  readonly seq: number;
  readonly author: string;
  readonly deleted: boolean;
  readonly text: string;
}

/** Opens the set-up link: the first account and the first course. */
export async function setUp(site: Site, name: string, courseName: string): Promise<Person> {
  const link = await site.server.setupLink();
  const account = newAccount(name);
  const api = await session(site);
  const me = await answer(
    api.post(link.replace(site.url, '/api'), { data: { ...account, course: courseName } }),
  );
  return { id: me.id, name, handle: account.handle, email: account.email, api };
}

/** Makes a further course; only who looks after the site may. */
export async function newCourse(admin: Person, name: string): Promise<string> {
  return (await answer(admin.api.post('/api/courses', { data: { name } }))).id;
}

/** A link that brings people into the course. */
export async function inviteLink(by: Person, course: string, role: CourseRole = 'student'): Promise<string> {
  return (await answer(by.api.post(`/api/courses/${course}/invites`, { data: { role } }))).url;
}

/** Joins by an invite link with a new account. */
export async function join(site: Site, link: string, name: string): Promise<Person> {
  const account = newAccount(name);
  const api = await session(site);
  const me = await answer(api.post(link.replace(site.url, '/api'), { data: account }));
  return { id: me.id, name, handle: account.handle, email: account.email, api };
}

/** Joins a further course by an invite link of it. */
export async function joinAlso(site: Site, link: string, person: Person): Promise<void> {
  await answer(person.api.post(`${link.replace(site.url, '/api')}/accept`));
}

/** Gives somebody of the course another role. */
export async function setRole(by: Person, course: string, person: Person, role: CourseRole): Promise<void> {
  const response = await by.api.put(`/api/courses/${course}/members/${person.id}`, { data: { role } });
  if (!response.ok()) throw new Error(`the role of ${person.name} could not be set: ${response.status()}`);
}

/** Another session of the same person, as on another browser. */
export async function signInAgain(site: Site, { email }: Person): Promise<APIRequestContext> {
  const api = await session(site);
  await answer(api.post('/api/sign-in', { data: { email, password: PASSWORD } }));
  return api;
}

/** Everything the server holds of a channel, in order, as this person may read it. */
export async function readChannel(person: Person, channel: string): Promise<StoredMessage[]> {
  const messages: StoredMessage[] = [];
  for (let after = 0; ; ) {
    const page: HistoryPage = await answer(
      person.api.get(`/api/channels/${channel}/messages?after=${after}`),
    );
    for (const message of page.messages) {
      const { id, seq, author } = message;
      const deleted = isTombstone(message);
      messages.push({ id, seq, author, deleted, text: deleted ? '' : plainText(message.body) });
    }
    if (page.reachesEnd) return messages;
    after = page.to;
  }
}

/** The texts that stand in a channel on the server, in order. */
export const storedTexts = async (person: Person, channel: string): Promise<string[]> =>
  (await readChannel(person, channel)).filter((message) => !message.deleted).map((message) => message.text);

let made = 0;
function newAccount(name: string) {
  const handle = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${++made}`;
  return { name, handle, email: `${handle}@example.edu`, password: PASSWORD };
}

const session = (site: Site): Promise<APIRequestContext> =>
  request.newContext({ baseURL: site.directUrl, extraHTTPHeaders: { origin: site.url } });

async function answer(response: Promise<APIResponse>) {
  const got = await response;
  if (!got.ok()) throw new Error(`${got.url()} answered ${got.status()}: ${await got.text()}`);
  return got.json();
}
