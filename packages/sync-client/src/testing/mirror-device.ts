import type { ChannelId, MessageRecord } from '@lectern/contracts';
import { createMemoryStorage, type MirrorStore } from '@lectern/local-store';
import { createManualClock } from '@lectern/test-kit';
import * as Y from 'yjs';
import { ApiError } from '../api.ts';
import { ChannelMirror } from '../channel-mirror.ts';
import { History } from '../history.ts';
import type { ChannelServer } from './channel-server.ts';
import { newUser } from './make.ts';

/** Changes that a device pages through at most in tests: a few pages. */
const FAR_BEHIND = 300;

/** A device with one channel: it is off line, on line, or started again with what it had stored. */
export class MirrorDevice {
  readonly channel: ChannelId;
  readonly clock = createManualClock();
  readonly server: ChannelServer;
  store!: MirrorStore;
  /** Rows of the channel have changed. */
  onWritten: () => void = () => {};
  online = false;
  /** Whether the next request fails, although documents come. */
  requestFails: () => boolean = () => false;
  private document!: { id: string; doc: Y.Doc; synced: boolean };
  private mirror!: ChannelMirror;
  history!: History;

  private constructor(server: ChannelServer) {
    this.server = server;
    this.channel = server.channel;
  }

  static async start(server: ChannelServer, store?: MirrorStore): Promise<MirrorDevice> {
    const device = new MirrorDevice(server);
    device.store = store ?? (await createMemoryStorage().openStore(newUser())).mirror;
    device.load(new Y.Doc());
    return device;
  }

  /** The hub ends and starts again: memory is gone, what was stored is not. */
  async restart(): Promise<void> {
    this.online = false;
    this.mirror.closed();
    const stored = new Y.Doc();
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(this.document.doc));
    this.load(stored);
    await this.rest();
  }

  async connect(): Promise<void> {
    this.online = true;
    this.pull();
    this.document.synced = true;
    this.mirror.synced();
    await this.rest();
  }

  disconnect(): void {
    this.online = false;
    this.document.synced = false;
  }

  /** Takes what the server has published. */
  pull(): void {
    if (!this.online) return;
    const missing = Y.encodeStateAsUpdate(this.server.doc, Y.encodeStateVector(this.document.doc));
    Y.applyUpdate(this.document.doc, missing);
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      this.clock.advance(20);
      await this.mirror.idle();
    }
  }

  async newest(before = 100_000): Promise<readonly MessageRecord[]> {
    const window = { anchor: 'end', before, after: 0, replies: true } as const;
    return (await this.store.readWindow(this.channel, window)).records;
  }

  private load(doc: Y.Doc): void {
    this.document = { id: this.channel, doc, synced: false };
    const { clock, store, server } = this;
    const unlessFailing = <T>(request: () => Promise<T>): Promise<T> =>
      this.requestFails() || !this.online ? Promise.reject(new ApiError(0, 'cut off')) : request();
    const onFault = (error: unknown): void => {
      throw error;
    };
    const api = {
      changes: (channel: ChannelId, since: number) => unlessFailing(() => server.changes(channel, since)),
      history: (...request: Parameters<ChannelServer['history']>) =>
        unlessFailing(() => server.history(...request)),
      thread: (...request: Parameters<ChannelServer['thread']>) =>
        unlessFailing(() => server.thread(...request)),
      questions: () => unlessFailing(() => server.questions()),
    };
    const document = this.document;
    this.mirror = new ChannelMirror({
      onEpochs: async () => {},
      document,
      store,
      api,
      clock,
      onFault,
      onWritten: () => this.onWritten(),
      farBehind: FAR_BEHIND,
    });
    this.history = new History({
      store,
      api,
      clock,
      isLive: () => this.online,
      onArrived: () => {},
      onChange: () => this.onWritten(),
    });
    this.mirror.loaded();
  }
}
