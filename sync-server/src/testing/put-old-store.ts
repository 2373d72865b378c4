import { mkdirSync } from 'node:fs';
import { startEmbedded } from '../database/embedded-postgres.ts';
import { connect } from '../database/open-database.ts';
import { loadOldStore } from '../database/test-old-store.ts';
import { createLog } from '../log.ts';

/**
 * `put-old-store.ts DATA_DIR PROTOCOL`: fills a folder that holds nothing with what a server of an earlier version has
 * stored. A process of its own, because journeys know the server from outside alone.
 */
const [dataDir, protocol] = process.argv.slice(2);
if (!dataDir || !protocol) throw new Error('put-old-store.ts needs a folder, and a version of the protocol');
mkdirSync(dataDir, { recursive: true });
const log = createLog({ logLevel: 'error' });
const embedded = await startEmbedded({ dataDir, log });
const { db, pool } = connect(embedded.connection, log);
await loadOldStore(pool, Number(protocol));
await db.destroy();
await embedded.stop();
