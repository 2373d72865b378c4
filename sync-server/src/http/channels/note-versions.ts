import { can } from '@lectern/access';
import {
  ChannelIdSchema,
  type ErasedVersions,
  EraseFromNoteSchema,
  MAX_KEPT_VERSIONS,
  MAX_LISTED_NOTE_VERSIONS,
  MAX_NOTE_VERSIONS_BYTES,
  NameNoteVersionSchema,
  NoteIdSchema,
  NoteVersionIdSchema,
  type NoteVersions,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  countLastingVersions,
  deleteNoteVersion,
  nameNoteVersion,
  readNoteVersion,
  readNoteVersions,
} from '../../database/note-versions.ts';
import { eraseFromNote } from '../../sync/note-erasure.ts';
import { restoreVersion } from '../../sync/note-restore.ts';
import { keepVersion, NoRoomForVersion } from '../../sync/note-versions.ts';
import type { HttpContext } from '../context.ts';
import { forbidden, notFound, ProblemError } from '../problem.ts';
import { authenticate, readBody, readId } from '../request.ts';
import { demandNote, demandReader } from './demand.ts';

/** What notes said at other times, for those who look after the channel. */
export function noteVersionRoutes(app: FastifyInstance, context: HttpContext): void {
  const demandVersions = async (request: FastifyRequest, reply: FastifyReply) => {
    const channel = readId(ChannelIdSchema, request);
    const note = readId(NoteIdSchema, request, 'note');
    const { user } = await authenticate(context, request, reply);
    const found = await demandReader(context, user, channel);
    await demandNote(context, channel, note);
    if (!can(found.actor, 'note.versions', found.channel))
      throw forbidden('Earlier versions are for those who look after the channel.');
    return { note, user, mayEdit: can(found.actor, 'note.edit', found.channel) };
  };
  const demandRoom = async (note: Parameters<typeof countLastingVersions>[1]) => {
    if ((await countLastingVersions(context.db, note)) >= MAX_KEPT_VERSIONS)
      throw new ProblemError(
        'too-many',
        `This note has ${MAX_KEPT_VERSIONS} versions that are kept for good. Delete one, or take its name.`,
      );
  };

  app.get('/api/channels/:id/notes/:note/versions', async (request, reply) => {
    const { note } = await demandVersions(request, reply);
    const found = await readNoteVersions(context.db, note, MAX_LISTED_NOTE_VERSIONS + 1);
    const versions = found.slice(0, MAX_LISTED_NOTE_VERSIONS);
    return reply.send({ versions, more: found.length > versions.length } satisfies NoteVersions);
  });

  app.post('/api/channels/:id/notes/:note/versions', async (request, reply) => {
    const { name } = readBody(NameNoteVersionSchema, request);
    const { note, user } = await demandVersions(request, reply);
    await demandRoom(note);
    return reply.send(await keepVersion(context.db, note, user, name).catch(asProblem));
  });

  app.post('/api/channels/:id/notes/:note/versions/erase', async (request, reply) => {
    const { passage } = readBody(EraseFromNoteSchema, request);
    const { note } = await demandVersions(request, reply);
    const erased = await eraseFromNote(context.db, note, passage);
    if (erased === 'still-there')
      throw new ProblemError(
        'conflict',
        'The note still says this. Take it out there first, then erase it here.',
      );
    if (erased.life !== null) context.changes.noteMoved(note, erased.life);
    const { versions, names } = erased;
    return reply.send({ versions, names } satisfies ErasedVersions);
  });

  app.post('/api/channels/:id/notes/:note/versions/:version/restore', async (request, reply) => {
    const version = readId(NoteVersionIdSchema, request, 'version');
    const { note, user, mayEdit } = await demandVersions(request, reply);
    if (!mayEdit) throw forbidden('Nobody can write in notes of this channel now.');
    await demandRoom(note);
    const restored = await restoreVersion(context.db, note, version, user).catch(asProblem);
    if (restored === 'no-such-version') throw noSuchVersion();
    if (restored === 'full')
      throw new ProblemError('too-large', 'This note is full: there is no room for what the version says.');
    if (restored.update !== null) context.changes.noteLogged(note, user, restored.update);
    return reply.send(restored.kept);
  });

  app.get('/api/channels/:id/notes/:note/versions/:version', async (request, reply) => {
    const version = readId(NoteVersionIdSchema, request, 'version');
    const { note } = await demandVersions(request, reply);
    const found = await readNoteVersion(context.db, note, version);
    if (found === null) throw noSuchVersion();
    return reply.send(found);
  });

  app.patch('/api/channels/:id/notes/:note/versions/:version', async (request, reply) => {
    const version = readId(NoteVersionIdSchema, request, 'version');
    const { name } = readBody(NameNoteVersionSchema, request);
    const { note } = await demandVersions(request, reply);
    if (name !== null) await demandRoom(note);
    if (!(await nameNoteVersion(context.db, note, version, name))) throw noSuchVersion();
    return reply.code(204).send();
  });

  app.delete('/api/channels/:id/notes/:note/versions/:version', async (request, reply) => {
    const version = readId(NoteVersionIdSchema, request, 'version');
    const { note } = await demandVersions(request, reply);
    if (!(await deleteNoteVersion(context.db, note, version))) throw noSuchVersion();
    return reply.code(204).send();
  });
}

function asProblem(error: unknown): never {
  if (!(error instanceof NoRoomForVersion)) throw error;
  throw new ProblemError(
    'too-many',
    `The versions of this note that are kept for good have no room for another one: together they may have ${
      MAX_NOTE_VERSIONS_BYTES / BYTES_OF_A_MEGABYTE
    } MB. Delete some that nobody needs.`,
  );
}

const BYTES_OF_A_MEGABYTE = 1_048_576;

const noSuchVersion = () => notFound('This version is no longer kept.');
