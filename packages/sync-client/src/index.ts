/** The sync client: one hub a browser that keeps a person's documents, journal and mirror, and the port to it. */
export * from './port.ts';
