import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import {
  addOps,
  type ChannelState,
  observeOutcomes,
  readChannel,
  readInbox,
  readNotes,
  readOutcomes,
  takeOps,
} from '@lectern/channel-doc';
import {
  type Body,
  type ChannelId,
  closeReasons,
  type DocumentKind,
  formatDocumentName,
  type MessageId,
  type NoteEntry,
  newId,
  type Op,
  type OpId,
  type Outcome,
  type UserId,
} from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

export interface DeviceOptions {
  readonly url: string;
  readonly origin: string;
  readonly person: UserId;
  readonly ticket: () => Promise<string>;
}

/** How soon a device asks again, in milliseconds. */
const RETRY_MS = 100;
/** Longest that a test waits for anything, in milliseconds. */
const PATIENCE_MS = 25_000;

/** A small honest client of the protocol: it writes ops into its outbox and takes out what has an outcome. */
export class TestDevice {
  readonly #options: DeviceOptions;
  readonly socket: HocuspocusProviderWebsocket;
  readonly user: OpenDocument;
  readonly inbox: OpenDocument;
  #ticket: Promise<string> | null = null;
  readonly #documents: OpenDocument[] = [];

  constructor(options: DeviceOptions) {
    this.#options = options;
    const { origin } = options;
    class OwnOrigin extends WebSocket {
      constructor(url: string) {
        super(url, { origin });
        // A socket that is given up while it connects says so when the provider listens no more.
        this.on('error', () => {});
      }
    }
    this.socket = new HocuspocusProviderWebsocket({
      url: options.url,
      WebSocketPolyfill: OwnOrigin,
      delay: 100,
      minDelay: 100,
      maxDelay: 200,
      onClose: () => {
        this.#ticket = null;
      },
    });
    this.user = this.open('user', options.person);
    this.inbox = this.open('inbox', options.person);
    observeOutcomes(this.inbox.doc, (outcomes) => {
      takeOps(
        this.user.doc,
        outcomes.map((outcome) => outcome.op),
      );
    });
  }

  /** @param doc what the device has of it already */
  open(kind: DocumentKind, id: string, life = 1, doc = new Y.Doc()): OpenDocument {
    const token = () => {
      this.#ticket ??= this.#options.ticket();
      return this.#ticket;
    };
    const document = new OpenDocument(this.socket, formatDocumentName(kind, id, life), token, doc);
    this.#documents.push(document);
    return document;
  }

  get person(): UserId {
    return this.#options.person;
  }

  channel(id: ChannelId): OpenChannel {
    return new OpenChannel(this.open('channel', id));
  }

  do(...ops: Op[]): void {
    addOps(this.user.doc, ops);
  }

  send(channel: ChannelId, text: string): MessageId {
    const op = sendOp(channel, text);
    this.do(op);
    return op.id as string as MessageId;
  }

  /** Resolves with what became of an op. */
  async outcome(op: string): Promise<Outcome> {
    const found = () => readOutcomes(this.inbox.doc).find((outcome) => outcome.op === (op as OpId));
    return until(() => found() ?? null, this.inbox.doc, `an outcome of ${op}`);
  }

  notices() {
    return readInbox(this.inbox.doc).notices;
  }

  close(): void {
    for (const document of this.#documents) document.provider.destroy();
    this.socket.destroy();
  }
}

export class OpenDocument {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  /** Reasons of refusals and closings, in order. */
  readonly closings: string[] = [];
  readonly stateless: string[] = [];

  constructor(
    socket: HocuspocusProviderWebsocket,
    name: string,
    token: () => Promise<string>,
    doc = new Y.Doc(),
  ) {
    this.doc = doc;
    this.provider = new HocuspocusProvider({
      websocketProvider: socket,
      name,
      document: this.doc,
      token,
      awareness: null,
      sessionAwareness: true,
      onAuthenticationFailed: ({ reason }) => this.#refused(reason),
      onClose: ({ event }) => this.#refused(event.reason),
      onStateless: ({ payload }) => this.stateless.push(payload),
    });
    this.provider.attach();
  }

  async synced(): Promise<this> {
    await poll(() => this.provider.isSynced, `${this.provider.configuration.name} to sync`);
    return this;
  }

  /** A server that cannot write at the moment is asked again; nothing else is. */
  #refused(reason: string): void {
    this.closings.push(reason);
    if (reason !== closeReasons.unavailable) return;
    setTimeout(() => {
      void this.provider.sendToken().then(() => this.provider.startSync());
    }, RETRY_MS);
  }

  async closed(reason: string): Promise<void> {
    await poll(() => this.closings.includes(reason), `${reason}, not ${this.closings.join()}`);
  }
}

/** All that a channel's document says. */
type HeardChannel = ChannelState & { readonly notes: readonly NoteEntry[] };

export class OpenChannel {
  readonly document: OpenDocument;
  constructor(document: OpenDocument) {
    this.document = document;
  }
  get state(): HeardChannel {
    return { ...readChannel(this.document.doc), notes: readNotes(this.document.doc) };
  }
  ids(): MessageId[] {
    return this.state.records.map((record) => record.id);
  }
  /** Resolves when the channel holds as many messages. */
  has(count: number): Promise<HeardChannel> {
    return until(
      () => (this.state.records.length >= count ? this.state : null),
      this.document.doc,
      () => `${count} messages, not ${this.state.records.length}`,
    );
  }
  when(condition: (state: HeardChannel) => boolean): Promise<HeardChannel> {
    return until(() => (condition(this.state) ? this.state : null), this.document.doc, 'a channel state');
  }
}

export const sendOp = (channel: ChannelId, text: string, body: Body = bodyFromText(text)): Op => ({
  id: newId<OpId>(),
  kind: 'send',
  channel,
  at: Date.now(),
  body,
});

/** Resolves with the first value that is not null, looking again whenever the document changes. */
export function until<T>(look: () => T | null, doc: Y.Doc, what: string | (() => string)): Promise<T> {
  return new Promise((resolve, reject) => {
    const tryNow = () => {
      const value = look();
      if (value === null) return;
      clearTimeout(timer);
      doc.off('update', tryNow);
      resolve(value);
    };
    const timer = setTimeout(() => {
      doc.off('update', tryNow);
      reject(new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`));
    }, PATIENCE_MS);
    doc.on('update', tryNow);
    tryNow();
  });
}

/** Looks again and again until a condition holds, for things that tell nobody when they change. */
export async function poll(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
