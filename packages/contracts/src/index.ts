/** Contracts: everything that server and client say to each other, as schemas and types. Depends on nothing of ours. */
export * from './body.ts';
export * from './close-reason.ts';
export * from './directory.ts';
export * from './document-name.ts';
export * from './handle.ts';
export * from './http.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './message.ts';
export * from './op.ts';
export * from './outcome.ts';
export * from './protocol.ts';
export * from './roles.ts';
export * from './stateless.ts';
export * from './validation.ts';
export * from './visible-text.ts';
