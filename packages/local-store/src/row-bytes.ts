import type { MessageRecord } from '@lectern/contracts';

/** What a row takes beside its words: its keys in every index of its table. */
const KEYS_BYTES = 300;

const encoder = new TextEncoder();

/** About what a message takes on disk, in bytes. Browsers do not tell, and each packs differently. */
export const rowBytes = (record: MessageRecord): number =>
  KEYS_BYTES + encoder.encode(JSON.stringify(record)).length;
