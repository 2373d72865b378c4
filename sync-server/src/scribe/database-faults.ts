/**
 * Tells an op that Postgres can never take (its data break a rule of the database) from a database that cannot take
 * anything at the moment. SQLSTATE classes: 21 and 22 are faults of data, 23 of constraints, 42 of the statement,
 * 54 of program limits. Everything else, and everything without a code, is waited for.
 */
const POISON_CLASSES = new Set(['21', '22', '23', '42', '54']);

export function isPoison(error: unknown): boolean {
  // A fault of our own code while judging is as final as one of the data.
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && POISON_CLASSES.has(code.slice(0, 2));
}
