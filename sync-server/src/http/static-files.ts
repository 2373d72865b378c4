import fs from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from './problem.ts';

/** Where the built web app lies. */
const WEB_APP = path.resolve(import.meta.dirname, '../../../apps/web/dist');
/** Files below it carry a hash of their content in their names: the name changes, the file never. */
const HASHED = 'assets';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Addresses that are never pages. */
const NOT_PAGES = /^\/(api|assets|sync|healthz|readyz|metrics)(\/|$)/;

const BUILD_MISSING = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lectern</title>
<h1>The web app has not been built yet</h1><p>Run <code>npm run build</code>, or <code>npm start</code>, which does so.</p></html>`;

/** Serves the web app: its files, and its one page for every address that somebody navigates to. */
export async function serveWebApp(app: FastifyInstance, folder = WEB_APP): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    // Routes are ours; the plugin lends `sendFile`. The folder may also come later, by a build beside the server.
    serve: false,
    suppressWarning: true,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, file) => {
      const hashed = path.relative(folder, file).startsWith(HASHED + path.sep);
      reply.header('cache-control', hashed ? FOR_EVER : 'no-cache');
    },
  });

  app.get('/*', async (request, reply) => {
    const pathname = pathOf(request.url);
    if (pathname === null) throw notFound();
    const file = fileName(pathname);
    if (file && (await isFile(path.join(folder, file)))) return reply.sendFile(file);
    if (!isNavigation(request, pathname)) throw notFound();
    return answerPage(reply, folder);
  });
}

/** The path of a request's address; null where it is none, like `//`. */
const pathOf = (address: string): string | null => URL.parse(address, 'http://localhost')?.pathname ?? null;

/** The file that an address names, relative to the folder; null when it names none or would lead out of it. */
function fileName(pathname: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(pathname).slice(1);
  } catch {
    return null;
  }
  const clean =
    name !== '' && !name.includes('\0') && !name.includes('\\') && path.posix.normalize(name) === name;
  return clean && !name.startsWith('.') ? name : null;
}

async function isFile(file: string): Promise<boolean> {
  const stat = await fs.stat(file).catch(() => null);
  return stat?.isFile() === true;
}

function isNavigation(request: FastifyRequest, pathname: string): boolean {
  const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '');
  return wantsPage && !NOT_PAGES.test(pathname) && !path.posix.basename(pathname).includes('.');
}

async function answerPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  if (await isFile(path.join(folder, 'index.html'))) return reply.sendFile('index.html');
  return reply
    .status(503)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(BUILD_MISSING);
}
