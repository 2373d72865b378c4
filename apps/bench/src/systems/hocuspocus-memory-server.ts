import { Server } from '@hocuspocus/server';

/** Vanilla Hocuspocus without any storage or rule: the fastest that the library can be. `PORT` says where. */
const server = new Server({
  port: Number(process.env.PORT),
  quiet: true,
  onAuthenticate: async () => ({}),
});
await server.listen();
console.log('ready');
