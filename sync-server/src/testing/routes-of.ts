import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import type { TestTarget } from '../database/test-database.ts';
import { HttpFixture } from './http-fixture.ts';

export interface Route {
  readonly method: string;
  /** As it was registered: `/api/courses/:id`. */
  readonly pattern: string;
}

/** Every route that the server has, as Fastify hears of them: one that is added later cannot be forgotten. */
export async function routesOf(target: TestTarget): Promise<Route[]> {
  const routes: Route[] = [];
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, pattern: url });
    });
  };
  subscribe('fastify.initialization', listen);
  try {
    await (await HttpFixture.start(target)).stop();
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
  return routes;
}

/** A route's address with something in the place of each part that is left open. */
export const addressOf = (pattern: string, parts: Record<string, string> = {}): string =>
  pattern
    .replace(/:(\w+)/g, (_, name: string) => parts[name] ?? parts.id ?? PLACEHOLDER)
    .replace('*', 'none');

const PLACEHOLDER = '00000000-0000-4000-8000-000000000000';
