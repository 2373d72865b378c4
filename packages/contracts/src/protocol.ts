/**
 * Raised with every change to what goes over the wire or into a store. `protocol.test.ts` hashes the schemas, so
 * that a change fails until this number has been considered.
 */
export const PROTOCOL_VERSION = 1;
