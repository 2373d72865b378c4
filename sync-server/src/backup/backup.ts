import { megabytes, runCommand } from './command.ts';
import { makeBackup } from './make-backup.ts';

await runCommand({
  usage: 'Usage: npm run backup -- FILE [--overwrite]',
  options: { overwrite: { type: 'boolean' } },
  makesDatabase: false,
  async run(client, file, { overwrite }) {
    const begun = performance.now();
    const { header, size } = await makeBackup(client, file, { overwrite: overwrite === true });
    const rows = new Map(header.tables.map((table) => [table.name, table.rows]));
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    console.log(
      `${file}: ${rows.get('person')} people, ${rows.get('message')} messages, ${megabytes(size)}, in ${seconds} s.`,
    );
  },
});
