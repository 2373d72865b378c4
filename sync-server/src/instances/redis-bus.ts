import { randomUUID } from 'node:crypto';
import { check } from '@lectern/contracts';
import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import type { Bus } from './bus.ts';
import { type InstanceMessage, InstanceMessageSchema } from './instance-message.ts';

/** All instances of one database speak on a channel of their own, so that several Lecterns may share one Redis. */
const channelOf = (site: string): string => `lectern:${site}`;
/** Longest wait between attempts to reach a Redis that is gone, in milliseconds: Lectern is only slower without it. */
const MAX_RETRY_MS = 2_000;
const FIRST_RETRY_MS = 50;
/** A Redis that has not answered for so long is asked whether it lives, in milliseconds. */
const PING_EVERY_MS = 5_000;
/** Unsent bytes beyond which messages are dropped: a Redis that hangs must not fill the memory of its clients. */
const MAX_QUEUED = 1_000;

export interface RedisBusOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** What names the database that the instances share. */
  readonly site: string;
  readonly log: Logger;
}

/** A bus over Redis' publish and subscribe. It starts at once, and goes on without Redis until there is one. */
export function createRedisBus({ url, site, log }: RedisBusOptions): Bus {
  const me = randomUUID();
  const channel = channelOf(site);
  let hear: (message: InstanceMessage, from: string) => void = () => {};
  let opened: () => void = () => {};
  let isOpen = false;
  const options = {
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUEUED,
    pingInterval: PING_EVERY_MS,
    socket: {
      reconnectStrategy: (retries: number) =>
        Math.min(FIRST_RETRY_MS * 2 ** Math.min(retries, 10), MAX_RETRY_MS),
    },
  };
  const speaker = createClient(options);
  const listener = createClient(options);
  const broke = (err: Error) => {
    if (isOpen) log.warn({ err }, 'Redis does not answer. What other instances do is seen a second later.');
    isOpen = false;
  };
  const ready = () => {
    if (isOpen || !speaker.isReady || !listener.isReady) return;
    isOpen = true;
    log.info('Redis carries what instances tell each other.');
    opened();
  };
  for (const client of [speaker, listener]) {
    client.on('error', broke);
    client.on('ready', () => setImmediate(ready));
  }
  const take = (text: string): void => {
    const envelope = parse(text);
    if (envelope === null || envelope.from === me) return;
    const checked = check(InstanceMessageSchema, envelope.message);
    // An instance of another version may say more than this one knows.
    if (checked.ok) hear(checked.value, envelope.from);
  };
  void speaker.connect().catch(broke);
  void listener
    .connect()
    .then(() => listener.subscribe(channel, take))
    .then(ready, broke);
  return {
    publish(message) {
      if (!speaker.isReady) return;
      speaker.publish(channel, JSON.stringify({ from: me, message })).catch(() => {});
    },
    onMessage(listen) {
      hear = listen;
    },
    onOpen(listen) {
      opened = listen;
    },
    async close() {
      await Promise.all([speaker, listener].map((client) => client.destroy()));
    },
  };
}

function parse(text: string): { from: string; message: unknown } | null {
  try {
    const { from, message } = JSON.parse(text) as { from: unknown; message: unknown };
    return typeof from === 'string' ? { from, message } : null;
  } catch {
    return null;
  }
}
