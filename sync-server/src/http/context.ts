import type { ServedProtocols, Site } from '@lectern/contracts';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Sessions } from '../accounts/sessions.ts';
import type { Schema } from '../database/schema.ts';
import type { Env } from '../env.ts';
import type { Readiness } from '../health/readiness.ts';
import type { Logger } from '../log.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { ChangeSink } from '../sync/change-sink.ts';
import type { RequestRates } from './request-rates.ts';

/** What routes work with. */
export interface HttpContext {
  readonly db: Kysely<Schema>;
  readonly pool: pg.Pool;
  readonly env: Env;
  readonly log: Logger;
  readonly changes: ChangeSink;
  readonly sessions: Sessions;
  /** Null when no mail server is configured. */
  readonly mailer: Mailer | null;
  /** Who may sign in without having been told, in a demonstration; null otherwise. */
  readonly demo: Site['demo'];
  readonly requestRates: RequestRates;
  readonly readiness: Readiness;
  readonly metrics: ServerMetrics;
  readonly protocols: ServedProtocols;
}
