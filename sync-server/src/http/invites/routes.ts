import type { CourseId } from '@lectern/contracts';
import {
  CourseIdSchema,
  CreateInviteSchema,
  type InviteId,
  InviteIdSchema,
  JoinSchema,
  newId,
  type UserId,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { hashPassword } from '../../accounts/passwords.ts';
import { joinLink, newToken, tokenHash } from '../../accounts/secret-links.ts';
import {
  acceptInvite,
  insertInvite,
  joinWithNewAccount,
  listInvites,
  readInvite,
  readOffer,
  revokeInvite,
} from '../../database/invites.ts';
import { inviteProblem, takenProblem } from '../account-problems.ts';
import type { HttpContext } from '../context.ts';
import { demand, loadCourseActor } from '../courses/routes.ts';
import { limit } from '../limits.ts';
import { notFound } from '../problem.ts';
import { answerMe, answerSignedIn, authenticate, readBody, readId, readTokenHash } from '../request.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Invite links: made by those who lead a course, used by anyone who has one. */
export function inviteRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/api/courses/:id/invites', async (request, reply) => {
    const course = readId(CourseIdSchema, request);
    const { role, days } = readBody(CreateInviteSchema, request);
    const { user } = await authenticate(context, request, reply);
    demand(await loadCourseActor(context, user, course), 'course.invite', { role });
    const token = newToken();
    const invite = await insertInvite(context.db, {
      id: newId<InviteId>(),
      tokenHash: tokenHash(token),
      course,
      role,
      createdBy: user,
      expiresAt: new Date(Date.now() + days * DAY_MS),
    });
    return reply.status(201).send({ ...invite, url: joinLink(context.env, token) });
  });

  app.get('/api/courses/:id/invites', async (request, reply) => {
    const course = readId(CourseIdSchema, request);
    const { user } = await authenticate(context, request, reply);
    demand(await loadCourseActor(context, user, course), 'course.invite', { role: 'student' });
    return reply.send(await listInvites(context.db, course));
  });

  app.delete('/api/invites/:id', async (request, reply) => {
    const id = readId(InviteIdSchema, request);
    const { user } = await authenticate(context, request, reply);
    const invite = await readInvite(context.db, id);
    if (!invite) throw notFound('There is no such invite.');
    demand(await loadCourseActor(context, user, invite.course), 'course.invite', { role: invite.role });
    await revokeInvite(context.db, id);
    return reply.status(204).send();
  });

  app.get('/api/join/:token', async (request, reply) => {
    await limit(context, request, 'links');
    const hash = readTokenHash(request);
    const offer = hash ? await readOffer(context.db, hash) : 'unknown';
    if (typeof offer === 'string') throw inviteProblem(offer);
    return reply.send(offer);
  });

  app.post('/api/join/:token', async (request, reply) => {
    await limit(context, request, 'links');
    const { password, ...account } = readBody(JoinSchema, request);
    const hash = readTokenHash(request);
    const offer = hash ? await readOffer(context.db, hash) : 'unknown';
    if (!hash || typeof offer === 'string')
      throw inviteProblem(typeof offer === 'string' ? offer : 'unknown');
    const passwordHash = await hashPassword(password);
    const joined = await joinWithNewAccount(context.db, hash, { ...account, passwordHash });
    if (!joined.ok) {
      throw joined.why === 'email' || joined.why === 'handle'
        ? takenProblem(joined.why)
        : inviteProblem(joined.why);
    }
    tellJoined(context, joined.course, joined.person);
    return answerSignedIn(context, request, reply, { email: account.email, password });
  });

  app.post('/api/join/:token/accept', async (request, reply) => {
    await limit(context, request, 'links');
    const { user } = await authenticate(context, request, reply);
    const hash = readTokenHash(request);
    const accepted = hash ? await acceptInvite(context.db, hash, user) : 'unknown';
    if (typeof accepted === 'string') throw inviteProblem(accepted);
    tellJoined(context, accepted.course, user);
    return answerMe(context, reply, user);
  });
}

function tellJoined({ changes }: HttpContext, course: CourseId, person: UserId): void {
  changes.courseChanged(course);
  changes.accessChanged([person]);
}
