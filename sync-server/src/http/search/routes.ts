import { can } from '@lectern/access';
import {
  ChannelIdSchema,
  CourseIdSchema,
  isTombstone,
  isUuid,
  MAX_QUERY_LENGTH,
  type MessageId,
  PAGE_SIZE,
  type SearchPage,
  UserIdSchema,
} from '@lectern/contracts';
import { isEmptyQuery, mentionPlaces, parseQuery, snippet, tsqueryText } from '@lectern/rich-text';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { findByHandles } from '../../database/people.ts';
import { type SearchCursor, searchMessages } from '../../database/search.ts';
import { type ChannelStanding, readStanding, type Standing } from '../../database/standing.ts';
import { actorIn } from '../../sync/policy-facts.ts';
import type { HttpContext } from '../context.ts';
import { unauthenticated } from '../problem.ts';
import { NumberText } from '../query-values.ts';
import { authenticate, readQuery } from '../request.ts';

const SearchParameters = v.strictObject({
  q: v.optional(
    v.pipe(
      v.string('must be given once'),
      v.maxLength(MAX_QUERY_LENGTH, `must have at most ${MAX_QUERY_LENGTH} characters`),
    ),
    '',
  ),
  channel: v.optional(ChannelIdSchema),
  course: v.optional(CourseIdSchema),
  author: v.optional(UserIdSchema),
  after: v.optional(NumberText),
  before: v.optional(NumberText),
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.transform(parseCursor),
      v.custom<SearchCursor>((cursor) => cursor !== null, 'must be one that a search has answered'),
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
    const { author, channel, course, after, before, cursor = null } = parameters;
    const query = parseQuery(parameters.q);
    const filtered = [author, channel, course, after, before].some((filter) => filter !== undefined);
    if (isEmptyQuery(query) && !filtered) return reply.send({ hits: [], cursor: null } satisfies SearchPage);

    const found = await searchMessages(context.db, {
      tsquery: tsqueryText(query),
      channels: readableChannels(standing)
        .filter(({ id }) => channel === undefined || id === channel)
        .filter((candidate) => course === undefined || candidate.course === course)
        .filter(({ name }) => query.in.length === 0 || query.in.includes(channelWord(name)))
        .map(({ id }) => id),
      authors: await authorsOf(context, query.from, author),
      // Days in the words are days of the server; a client that knows its own sends the moments.
      since: after ?? query.since,
      until: before ?? query.until,
      cursor,
    });
    const hits = found.slice(0, PAGE_SIZE);
    return reply.send({
      hits: hits.map(({ message, text }) => ({
        message,
        ...snippet(text, query, isTombstone(message) ? [] : mentionPlaces(message.body)),
      })),
      cursor: found.length > PAGE_SIZE ? formatCursor(hits.at(-1)!.cursor) : null,
    } satisfies SearchPage);
  });
}

function readableChannels(standing: Standing): ChannelStanding[] {
  return [...standing.channels.values()].filter((channel) =>
    can(actorIn(standing, { kind: 'channel', id: channel.id, life: channel.life }), 'channel.read', channel),
  );
}

/** A channel's name as one word, which is how it is written after `in:`. */
const channelWord = (name: string): string => name.toLowerCase().replace(/\s+/gu, '-');

async function authorsOf({ db }: HttpContext, handles: readonly string[], author: SearchAuthor) {
  if (handles.length === 0) return author === undefined ? null : [author];
  const named = await findByHandles(db, handles);
  return author === undefined ? named : named.filter((id) => id === author);
}
type SearchAuthor = v.InferOutput<typeof SearchParameters>['author'];

const formatCursor = ({ at, id }: SearchCursor): string => `${at}.${id}`;

function parseCursor(text: string): SearchCursor | null {
  const [at = '', id, ...rest] = text.split('.');
  return /^[0-9]{1,16}$/.test(at) && isUuid(id) && rest.length === 0
    ? { at: Number(at), id: id as MessageId }
    : null;
}
