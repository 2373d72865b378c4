import { can } from '@lectern/access';
import {
  CHANGES_PAGE_SIZE,
  ChannelIdSchema,
  MAX_NOTE_QUESTIONS,
  MAX_OPEN_QUESTIONS,
  MAX_PAGE_SIZE,
  MAX_SHOWN_VERSIONS,
  MessageIdSchema,
  type MessageVersions,
  NoteIdSchema,
  PAGE_SIZE,
  type QuestionsPage,
  type SocketTicket,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { newToken } from '../../accounts/secret-links.ts';
import { readChannelMembers } from '../../database/channel-members.ts';
import { type PagePlace, readChanges, readHistory } from '../../database/history.ts';
import { readMessages, readOpenQuestions } from '../../database/message-marks.ts';
import { readVersions } from '../../database/message-versions.ts';
import { readNoteQuestions } from '../../database/notes.ts';
import { readThread } from '../../database/threads.ts';
import { insertTicket } from '../../database/tickets.ts';
import type { HttpContext } from '../context.ts';
import { forbidden, notFound } from '../problem.ts';
import { NumberText } from '../query-values.ts';
import { authenticate, readId, readQuery } from '../request.ts';
import { demandNote, demandReader } from './demand.ts';
import { noteVersionRoutes } from './note-versions.ts';

const HistoryQuery = v.pipe(
  v.strictObject({
    before: v.optional(NumberText),
    after: v.optional(NumberText),
    around: v.optional(NumberText),
    at: v.optional(NumberText),
    limit: v.optional(v.pipe(NumberText, v.minValue(1), v.maxValue(MAX_PAGE_SIZE)), `${PAGE_SIZE}`),
  }),
  v.check((query) => Object.keys(query).length <= 2, 'must name one of before, after, around and at'),
);
const ThreadQuery = v.strictObject({ before: v.optional(NumberText) });
const ChangesQuery = v.strictObject({
  since: v.optional(NumberText, '0'),
  limit: v.optional(v.pipe(NumberText, v.minValue(1), v.maxValue(CHANGES_PAGE_SIZE)), `${CHANGES_PAGE_SIZE}`),
});

/** What was said in a channel, and who is in it. Writing goes through the documents, never through here. */
export function channelRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/api/channels/:id/messages', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const { limit, ...place } = readQuery(HistoryQuery, request);
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    const found = Object.keys(place).length > 0 ? (place as PagePlace) : null;
    return reply.send(await readHistory(context.db, channel, found, limit));
  });

  app.get('/api/channels/:id/threads/:message', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const message = readId(MessageIdSchema, request, 'message');
    const { before = null } = readQuery(ThreadQuery, request);
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    const page = await readThread(context.db, channel, message, before);
    if (page === null) throw notFound('There is no such thread.');
    return reply.send(page);
  });

  app.get('/api/channels/:id/changes', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const { since, limit } = readQuery(ChangesQuery, request);
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    return reply.send(await readChanges(context.db, channel, since, limit));
  });

  app.get('/api/channels/:id/questions', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    const found = await readOpenQuestions(context.db, channel, MAX_OPEN_QUESTIONS + 1);
    const questions = found.slice(0, MAX_OPEN_QUESTIONS);
    return reply.send({ questions, more: found.length > MAX_OPEN_QUESTIONS } satisfies QuestionsPage);
  });

  app.get('/api/channels/:id/notes/:note/questions', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const note = readId(NoteIdSchema, request, 'note');
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    await demandNote(context, channel, note);
    const found = await readNoteQuestions(context.db, channel, note, MAX_NOTE_QUESTIONS + 1);
    const questions = found.slice(0, MAX_NOTE_QUESTIONS);
    return reply.send({ questions, more: found.length > MAX_NOTE_QUESTIONS } satisfies QuestionsPage);
  });

  app.post('/api/channels/:id/notes/:note/ticket', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const note = readId(NoteIdSchema, request, 'note');
    const { user, session } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    await demandNote(context, channel, note);
    const ticket = newToken();
    await insertTicket(context.db, ticket, session, user, note);
    return reply.send({ ticket: ticket as SocketTicket['ticket'] } satisfies SocketTicket);
  });

  app.get('/api/channels/:id/messages/:message/versions', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const message = readId(MessageIdSchema, request, 'message');
    const { user } = await authenticate(context, request, reply);
    const found = await demandReader(context, user, channel);
    if (!can(found.actor, 'message.versions', found.channel))
      throw forbidden('Earlier versions are for those who look after the channel.');
    const [record] = await readMessages(context.db, channel, [message]);
    if (record === undefined) throw notFound('There is no such message in this channel.');
    const versions = await readVersions(context.db, message, MAX_SHOWN_VERSIONS + 1);
    const more = versions.length > MAX_SHOWN_VERSIONS;
    return reply.send({ versions: versions.slice(more ? 1 : 0), more } satisfies MessageVersions);
  });

  app.get('/api/channels/:id/members', async (request, reply) => {
    const channel = readId(ChannelIdSchema, request);
    const { user } = await authenticate(context, request, reply);
    await demandReader(context, user, channel);
    return reply.send(await readChannelMembers(context.db, channel));
  });

  noteVersionRoutes(app, context);
}
