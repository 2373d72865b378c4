import { createHash } from 'node:crypto';
import type { Op } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import type { RateKind } from './rates.ts';

export type OpRateKind = Extract<RateKind, 'send' | 'edit' | 'react' | 'otherOps' | 'repeats'>;

/** By which rate an op is counted. */
export function rateOf(op: Op): Exclude<OpRateKind, 'repeats'> {
  switch (op.kind) {
    case 'send':
    case 'edit':
    case 'react':
      return op.kind;
    default:
      return 'otherOps';
  }
}

/**
 * What a message says, so that two which say the same are equal: without case, spaces, and compatible forms of letters.
 * Null for ops that say nothing.
 */
export function sayingOf(op: Op): string | null {
  if (op.kind !== 'send') return null;
  const words = plainText(op.body, (user) => user)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '');
  return words === '' ? null : createHash('sha256').update(words).digest('base64');
}
