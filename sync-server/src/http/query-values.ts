import * as v from 'valibot';

/** A whole number from 0 on, as it stands in an address. */
export const NumberText = v.pipe(
  v.string('must be given once'),
  v.regex(/^[0-9]{1,16}$/, 'must be a whole number'),
  v.transform(Number),
  v.maxValue(Number.MAX_SAFE_INTEGER - 1, 'is too large'),
);
