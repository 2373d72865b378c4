import type { Site } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Logger } from '../log.ts';

export async function prepareDemo(_db: Kysely<Schema>, _log: Logger): Promise<Site['demo']> {
  return null;
}
