import type { Trouble } from '../kinds.ts';

/** Tools that do not do what they should. */
export const tools: readonly Trouble[] = [
  {
    symptom: '`gradle test` finds no tests, IntelliJ runs them fine',
    cause: 'the class has to be in `src/test/java` and you need `useJUnitPlatform()` in `build.gradle`',
    fixed: '`useJUnitPlatform()` it was',
    tool: true,
  },
  {
    symptom: 'git says `fatal: refusing to merge unrelated histories` when I pull the template',
    cause:
      'your repository was not made from the template. `git pull --allow-unrelated-histories` once, then it is fine',
    fixed: 'worked, with a conflict in `README.md` only',
    tool: true,
  },
  {
    symptom: 'I pushed to `main` but the grader still shows my old result',
    ask: ['did the pipeline run? look under *Builds*', 'it says "queued" since 20 minutes'],
    cause:
      'everybody pushes at the same time before the deadline. what counts is the time of your push, not of the run',
    fixed: 'it ran now, {line} of {line} points. phew',
    tool: true,
  },
  {
    symptom: '`Permission denied (publickey)` when cloning {the template|our group repository}',
    cause:
      'upload the **public** key (`~/.ssh/id_ed25519.pub`) in your profile. `ssh -T` to the host tells you whether it is used',
    fixed: 'I had uploaded the key of my old laptop',
    tool: true,
  },
  {
    symptom: 'the style check complains about `sess.opts` being unused in my parser',
    ask: ['is it used anywhere?', 'only in a test that I deleted'],
    cause: 'then delete the field too, {git remembers it for you|the checker is right}',
    fixed: 'deleted, style check green',
    tool: true,
  },
  {
    symptom: '`error: pathspec did not match any file(s) known to git`, I only want last week’s version back',
    cause: '`git log --oneline -- {file}` shows the commits, then `git restore --source <commit> {file}`',
    fixed: 'got it back, and committed before touching anything this time',
    tool: true,
  },
  {
    symptom: '`ModuleNotFoundError: No module named numpy` only on the grader',
    cause: 'only the standard library is installed there, on purpose. lists are fast enough for every sheet',
    fixed: 'rewrote it with lists, {small} lines more',
    tool: true,
  },
];
