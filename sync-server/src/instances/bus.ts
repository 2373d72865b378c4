import type { InstanceMessage } from './instance-message.ts';

/**
 * The way between instances that share a database. It is quick and promises nothing: a message may not arrive, and
 * everything that is told over it is either looked up again every second or of no consequence.
 */
export interface Bus {
  /** Tells all other instances. Never fails and never waits. */
  publish(message: InstanceMessage): void;
  /** Hears what others say; `from` names the instance for as long as it runs. One listener. */
  onMessage(listener: (message: InstanceMessage, from: string) => void): void;
  /** Calls when the way is open, for the first time or again: what was said before that is not known. One listener. */
  onOpen(listener: () => void): void;
  close(): Promise<void>;
}

/** The bus of an instance that is alone on its database. */
export const lonelyBus: Bus = {
  publish() {},
  onMessage() {},
  onOpen() {},
  async close() {},
};
