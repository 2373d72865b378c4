import { type Action, type Actor, can, type Things } from '@lectern/access';
import {
  type CourseCreated,
  type CourseId,
  CourseIdSchema,
  CreateCourseSchema,
  EditCourseSchema,
  newId,
  SetCourseRoleSchema,
  type UserId,
  UserIdSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readCourseActor } from '../../database/actors.ts';
import { changeMember, insertCourse, readCourseRole, renameCourse } from '../../database/courses.ts';
import { readMe } from '../../database/people.ts';
import type { HttpContext } from '../context.ts';
import { forbidden, notFound, ProblemError } from '../problem.ts';
import { authenticate, readBody, readId } from '../request.ts';

/** Courses and who is in them. */
export function courseRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/api/courses', async (request, reply) => {
    const { name } = readBody(CreateCourseSchema, request);
    const { user } = await authenticate(context, request, reply);
    const siteAdmin = (await readMe(context.db, user))?.siteAdmin ?? false;
    if (!can({ user, siteAdmin, courseRole: null, membership: null }, 'site.createCourse', null))
      throw forbidden();
    const id = newId<CourseId>();
    await insertCourse(context.db, { id, name }, user);
    context.changes.courseChanged(id);
    context.changes.accessChanged([user]);
    return reply.status(201).send({ id } satisfies CourseCreated);
  });

  app.patch('/api/courses/:id', async (request, reply) => {
    const course = readId(CourseIdSchema, request);
    const { name } = readBody(EditCourseSchema, request);
    const { user } = await authenticate(context, request, reply);
    const actor = await loadCourseActor(context, user, course);
    demand(actor, 'course.edit', null);
    await renameCourse(context.db, course, name);
    context.changes.courseChanged(course);
    return reply.status(204).send();
  });

  app.put('/api/courses/:course/members/:person', async (request, reply) => {
    const { role } = readBody(SetCourseRoleSchema, request);
    return answerMemberChange(context, request, reply, role);
  });

  app.delete('/api/courses/:course/members/:person', async (request, reply) =>
    answerMemberChange(context, request, reply, null),
  );
}

/** The actor in a course; a course that is none of theirs does not exist for them. */
export async function loadCourseActor(context: HttpContext, user: UserId, course: CourseId): Promise<Actor> {
  const actor = await readCourseActor(context.db, user, course);
  if (!actor || (actor.courseRole === null && !actor.siteAdmin)) throw notFound('There is no such course.');
  return actor;
}

/** @throws ProblemError `forbidden` */
export function demand<A extends Action>(actor: Actor, action: A, thing: Things[A]): void {
  if (!can(actor, action, thing)) throw forbidden();
}

async function answerMemberChange(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  to: Things['course.setRole']['to'],
): Promise<FastifyReply> {
  const course = readId(CourseIdSchema, request, 'course');
  const person = readId(UserIdSchema, request, 'person');
  const { user } = await authenticate(context, request, reply);
  const actor = await loadCourseActor(context, user, course);
  const from = await readCourseRole(context.db, course, person);
  demand(actor, 'course.setRole', { from, to });
  if (from === null) throw notFound('This person is not in the course.');
  const result = await changeMember(context.db, { course, person, from, to });
  if (result === 'last-admin') {
    throw new ProblemError(
      'conflict',
      'This is the only admin of the course. Make somebody else admin first.',
    );
  }
  if (result === 'changed-meanwhile') {
    throw new ProblemError('conflict', 'Somebody else has just changed this. Please look again.');
  }
  context.changes.courseChanged(course);
  context.changes.accessChanged([person]);
  return reply.status(204).send();
}
