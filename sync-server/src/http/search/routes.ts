import { can } from '@lectern/access';
import {
  ChannelIdSchema,
  CourseIdSchema,
  channelWord,
  isTombstone,
  isUuid,
  MAX_QUERY_LENGTH,
  type MessageId,
  type SearchPage,
  searchOrders,
  UserIdSchema,
} from '@lectern/contracts';
import { mentionPlaces } from '@lectern/rich-text';
import { isEmptyQuery, parseQuery, snippet } from '@lectern/rich-text/search';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { findByHandles } from '../../database/people.ts';
import { type ChannelStanding, readStanding, type Standing } from '../../database/standing.ts';
import { actorIn } from '../../sync/policy-facts.ts';
import type { HttpContext } from '../context.ts';
import { unauthenticated } from '../problem.ts';
import { NumberText } from '../query-values.ts';
import { authenticate, readQuery } from '../request.ts';
import { findPage, type PageStart } from './find.ts';

const SearchParameters = v.strictObject({
  q: v.optional(
    v.pipe(
      v.string('must be given once'),
      v.maxLength(MAX_QUERY_LENGTH, `must have at most ${MAX_QUERY_LENGTH} characters`),
    ),
    '',
  ),
  order: v.optional(v.picklist(searchOrders, `must be one of ${searchOrders.join(', ')}`), 'newest'),
  channel: v.optional(ChannelIdSchema),
  course: v.optional(CourseIdSchema),
  author: v.optional(UserIdSchema),
  after: v.optional(NumberText),
  before: v.optional(NumberText),
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.transform(parseCursor),
      v.custom<PageStart>((cursor) => cursor !== null, 'must be one that a search has answered'),
    ),
  ),
});

/** Search over every channel that the person may read. */
export function searchRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/api/search', async (request, reply) => {
    const parameters = readQuery(SearchParameters, request);
    const { user } = await authenticate(context, request, reply);
    const standing = await readStanding(context.db, user);
    if (!standing) throw unauthenticated();
    const { author, channel, course, after, before, order, cursor = null } = parameters;
    const query = parseQuery(parameters.q);
    const filtered = [author, channel, course, after, before].some((filter) => filter !== undefined);
    // What is saved and what is unread is known to the person's own devices alone.
    const isTheirs = query.is.some((each) => each === 'saved' || each === 'unread');
    if ((isEmptyQuery(query) && !filtered) || isTheirs)
      return reply.send({ hits: [], mended: [], cursor: null } satisfies SearchPage);

    const channels = readableChannels(standing)
      .filter(({ id }) => channel === undefined || id === channel)
      .filter((candidate) => course === undefined || candidate.course === course)
      .filter(({ name }) => query.in.length === 0 || query.in.includes(channelWord(name)))
      .map(({ id }) => id);
    const authors = await authorsOf(context, query.from, author);
    // Days in the words are days of the server; a client that knows its own sends the moments.
    const filters = { channels, authors, since: after ?? query.since, until: before ?? query.until };
    const page = await findPage(context, query, filters, order, cursor);
    return reply.send({
      hits: page.hits.map(({ message, text }) => ({
        message,
        ...snippet(text, page.words, isTombstone(message) ? [] : mentionPlaces(message.body)),
      })),
      mended: page.mended,
      cursor: page.next === null ? null : formatCursor(page.next),
    } satisfies SearchPage);
  });
}

function readableChannels(standing: Standing): ChannelStanding[] {
  return [...standing.channels.values()].filter((channel) =>
    can(actorIn(standing, { kind: 'channel', id: channel.id, life: channel.life }), 'channel.read', channel),
  );
}

async function authorsOf({ db }: HttpContext, handles: readonly string[], author: SearchAuthor) {
  if (handles.length === 0) return author === undefined ? null : [author];
  const named = await findByHandles(db, handles);
  return author === undefined ? named : named.filter((id) => id === author);
}
type SearchAuthor = v.InferOutput<typeof SearchParameters>['author'];

const formatCursor = (start: PageStart): string =>
  'rank' in start ? `rank.${start.rank}` : `${start.at}.${start.seq}.${start.id}`;

function parseCursor(text: string): PageStart | null {
  const [at = '', seq = '', id, ...rest] = text.split('.');
  if (at === 'rank' && /^[0-9]{1,4}$/.test(seq) && id === undefined) return { rank: Number(seq) };
  return [at, seq].every((part) => /^[0-9]{1,16}$/.test(part)) && isUuid(id) && rest.length === 0
    ? { at: Number(at), seq: Number(seq), id: id as MessageId }
    : null;
}
