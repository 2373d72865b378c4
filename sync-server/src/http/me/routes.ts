import { EditMeSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { coursesOf, editPerson } from '../../database/people.ts';
import { takenProblem } from '../account-problems.ts';
import type { HttpContext } from '../context.ts';
import { answerMe, authenticate, readBody } from '../request.ts';

/** The person who asks. */
export function meRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get('/api/me', async (request, reply) => {
    const { user } = await authenticate(context, request, reply);
    return answerMe(context, reply, user);
  });

  app.patch('/api/me', async (request, reply) => {
    const edit = readBody(EditMeSchema, request);
    const { user } = await authenticate(context, request, reply);
    if (!(await editPerson(context.db, user, edit))) throw takenProblem('handle');
    for (const course of await coursesOf(context.db, user)) context.changes.courseChanged(course);
    return answerMe(context, reply, user);
  });
}
