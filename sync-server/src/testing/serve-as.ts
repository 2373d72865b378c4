import { createServer } from '../create-server.ts';
import { openDatabase } from '../database/open-database.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';

/**
 * `serve-as.ts OLDEST OWN [WEB_APP]`: the server as a later or an earlier version of it would be: it says that it speaks
 * version OWN of the protocol, serves clients from OLDEST on, and hands out the app in the folder WEB_APP. Beside that it
 * is started, and ends, as `main.ts` is. A process of its own, because hubs and browsers know the server from outside alone.
 */
const [oldest, own, webApp] = process.argv.slice(2);
if (!oldest || !own) throw new Error('serve-as.ts needs two versions of the protocol');
const read = readEnv(process.env);
if (!read.ok) throw new Error(read.faults.join('\n'));
const { env } = read;
const log = createLog(env);
const database = await openDatabase(env, log);
const protocols = { oldest: Number(oldest), own: Number(own) };
const server = await createServer({ env, log, database, protocols, ...(webApp ? { webApp } : {}) });
await server.listen();
process.once('SIGTERM', async () => {
  await server.close();
  await database.close();
  process.exit();
});
console.log(`Lectern is open at ${env.publicUrl}`);
