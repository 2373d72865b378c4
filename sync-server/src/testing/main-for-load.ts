import { defaultRates, widened } from '../limits/rates.ts';
import { run } from '../run.ts';

/**
 * Lectern as `main.ts` starts it, for measurements in which one client stands in for very many people: the rates are
 * counted as always, and are too wide to be felt.
 */
await run({ rates: widened(defaultRates, 100_000) });
