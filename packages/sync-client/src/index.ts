/** The sync client: one hub a browser that keeps a person's documents, journal and mirror, and the port to it. */
export { connectHub, type HubHome } from './connect-hub.ts';
export { historyBudgets } from './history-budget.ts';
export type * from './note-port.ts';
export * from './port.ts';
export { PortError } from './port-error.ts';
export * from './port-values.ts';
