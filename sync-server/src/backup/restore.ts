import { BackupProblem } from './backup-file.ts';
import { runCommand } from './command.ts';
import { restoreBackup } from './restore-backup.ts';

await runCommand({
  usage: 'Usage: npm run restore -- FILE [--replace=PEOPLE]',
  options: { replace: { type: 'string' } },
  makesDatabase: true,
  async run(client, file, { replace = null }, log) {
    if (replace !== null && !/^[0-9]{1,9}$/.test(String(replace)))
      throw new BackupProblem('--replace must be the number of people that the database has.');
    const begun = performance.now();
    const header = await restoreBackup(client, file, {
      replace: replace === null ? null : Number(replace),
      log,
    });
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    console.log(
      `Restored as of ${new Date(header.madeAt).toISOString()}, in ${seconds} s. Everybody has to sign in again, with the password of that time.\n` +
        'Start Lectern now: devices bring what they have beyond it.',
    );
  },
});
