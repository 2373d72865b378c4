/**
 * Tells an op that Postgres can never take (its data break a rule of the database) from a database that cannot take
 * anything at the moment. SQLSTATE classes: 21 and 22 are faults of data, 23 of constraints, 42 of the statement,
 * 54 of program limits. Everything else, and everything without a code, is waited for.
 */
const POISON_CLASSES = new Set(['21', '22', '23', '42', '54']);

export function isPoison(error: unknown): boolean {
  // A fault of our own code while judging is as final as one of the data.
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const state = sqlState(error);
  return state !== null && POISON_CLASSES.has(state.slice(0, 2));
}

/** Somebody else has just taken an id or a name that this transaction wanted: asked again, the rules will see it. */
export const isConflict = (error: unknown): boolean => sqlState(error) === '23505';

function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
