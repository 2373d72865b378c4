import type { HocuspocusProvider } from '@hocuspocus/provider';
import { closeReasons, type DocumentKind, formatDocumentName } from '@lectern/contracts';
import type { DocumentStore, StoredDocument } from '@lectern/local-store';
import * as Y from 'yjs';
import type { Clock } from './clock.ts';
import type { DocumentKeeper, WantedDocument } from './documents.ts';
import type { Socket } from './socket.ts';

/** Pauses before a document is asked for again that the server would not have just now, in milliseconds. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export interface OpenDocumentOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  /** Something is ready for its next step. */
  readonly onProgress: () => void;
  /** The server refused or closed the document, for this reason. */
  readonly onRefusal: (reason: string) => void;
}

/**
 * One document in one life: its Y.Doc, its stored copy, and on each socket a new provider. A provider is never
 * attached twice, because one that was stays deaf and mute; and never before the stored copy is applied, because it
 * would send all of that to the server as if it were new.
 */
export class OpenDocument implements WantedDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly life: number;
  /** The server does not know of it yet. */
  local: boolean;
  readonly doc = new Y.Doc();
  keeper: DocumentKeeper = {};
  state: 'new' | 'loading' | 'loaded' | 'closed' = 'new';
  /** The server has let this person in on the present socket. */
  accepted = false;
  /** All that the server had on connecting is here, on the present socket. */
  synced = false;
  /** The server takes nothing from this person on the present socket. */
  readOnly = false;
  /** Synced once, or loaded from a copy that was: what it lacks, the server lacked too. */
  known = false;
  private readonly options: OpenDocumentOptions;
  private stored: StoredDocument | null = null;
  private link: { readonly socket: Socket; readonly provider: HocuspocusProvider } | null = null;
  private retries = 0;
  private cancelRetry: () => void = () => {};

  constructor(wanted: WantedDocument, options: OpenDocumentOptions) {
    this.kind = wanted.kind;
    this.id = wanted.id;
    this.life = wanted.life;
    this.local = wanted.local ?? false;
    this.options = options;
  }

  get name(): string {
    return formatDocumentName(this.kind, this.id, this.life);
  }

  get onSocket(): boolean {
    return this.link !== null;
  }

  get isOpening(): boolean {
    return this.link !== null && !this.synced;
  }

  async load(): Promise<void> {
    this.state = 'loading';
    this.stored = this.options.store.open(this.name, this.doc);
    await this.stored.loaded;
    if (this.state !== 'loading') return;
    this.state = 'loaded';
    this.known = this.doc.store.clients.size > 0;
    this.keeper.loaded?.();
    this.options.onProgress();
  }

  joinSocket(socket: Socket, ticket: string): void {
    const provider: HocuspocusProvider = socket.join({
      name: this.name,
      document: this.doc,
      token: ticket,
      awareness: null,
      sessionAwareness: true,
      onAuthenticated: ({ scope }) => this.whenOn(provider, () => this.accept(scope === 'readonly')),
      onAuthenticationFailed: ({ reason }) => this.whenOn(provider, () => this.refuse(reason)),
      onSynced: () => this.whenOn(provider, () => this.finishSync()),
      onClose: ({ event }) => this.whenOn(provider, () => this.refuse(event.reason)),
      onStateless: ({ payload }) => this.whenOn(provider, () => this.keeper.stateless?.(payload)),
      onUnsyncedChanges: ({ number }) => {
        if (number === 0) this.whenOn(provider, () => this.keeper.logged?.());
      },
    });
    this.link = { socket, provider };
    this.keeper.joined?.(provider);
    provider.attach();
  }

  /** Lets go of the socket without a word to the server: either it is gone, or the server has closed this document. */
  leaveSocket(): void {
    this.cancelRetry();
    this.retries = 0;
    this.accepted = false;
    this.synced = false;
    const link = this.link;
    this.link = null;
    if (link === null) return;
    this.keeper.left?.();
    link.socket.provider.configuration.providerMap.delete(link.provider.effectiveName);
    link.provider.destroy();
  }

  /** Asks again on the same socket, after a pause. The provider itself never asks again for a closed document. */
  retry(): void {
    const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries);
    this.retries += 1;
    this.cancelRetry();
    this.cancelRetry = this.options.clock.after(pause, () => {
      const provider = this.link?.provider;
      if (provider !== undefined) this.keeper.joined?.(provider);
      provider?.sendToken().then(() => this.whenOn(provider, () => provider.startSync()));
    });
  }

  /** Sends a small message beside the document, if the server listens at the moment. */
  sendStateless(text: string): void {
    if (this.accepted) this.link?.provider.sendStateless(text);
  }

  /** Lets the stored copy forget what has been deleted from the document. */
  async compact(): Promise<void> {
    await this.stored?.compact();
  }

  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  async close(): Promise<void> {
    const link = this.accepted ? this.link : null;
    // The server still has it open: say goodbye, or it goes on sending.
    link?.socket.provider.detach(link.provider);
    this.leaveSocket();
    this.state = 'closed';
    this.keeper.closed?.();
    await this.stored?.close();
    this.doc.destroy();
  }

  /** It is to be begun anew, as if the server had refused it. */
  giveUp(): void {
    this.refuse(closeReasons.refusedUpdate);
  }

  private accept(readOnly: boolean): void {
    this.accepted = true;
    this.readOnly = readOnly;
    this.keeper.accepted?.();
    this.options.onProgress();
  }

  private finishSync(): void {
    this.retries = 0;
    this.synced = true;
    this.known = true;
    this.keeper.synced?.();
    this.options.onProgress();
  }

  private refuse(reason: string): void {
    this.accepted = false;
    this.synced = false;
    this.keeper.left?.();
    this.options.onRefusal(reason);
  }

  private whenOn(provider: HocuspocusProvider, then: () => void): void {
    if (this.link?.provider === provider) then();
  }
}
