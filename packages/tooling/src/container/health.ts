/** Says with its exit code whether the Lectern beside it can serve: what the container asks itself now and then. */

/** Shorter than the time that the Containerfile gives it, in milliseconds. */
const ANSWER_WITHIN_MS = 4_000;

try {
  const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/readyz`, {
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { message = '' } = (await answer.json()) as { message?: string };
  if (!answer.ok) console.error(message);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`Lectern does not answer: ${(error as Error).message}`);
  process.exitCode = 1;
}
