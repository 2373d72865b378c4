import type { HocuspocusProvider } from '@hocuspocus/provider';
import { type DocumentKind, formatDocumentName, parseDocumentName } from '@lectern/contracts';
import type { DocumentStore } from '@lectern/local-store';
import type { Clock } from './clock.ts';
import { reactionTo } from './document-reaction.ts';
import { OpenDocument } from './open-document.ts';
import type { Socket } from './socket.ts';

/**
 * All documents of one person: which are wanted, their stored copies, and their place on the present socket. The
 * person's own two come first on every socket; the others follow once the server has accepted those (SPEC.md, D1).
 */
export interface WantedDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly life: number;
  /** It was made on this device, and the server does not know of it yet: it is not asked for. */
  readonly local?: boolean;
}

/** What the rest of the hub makes of a document of one kind. One is made for each document that is opened. */
export interface DocumentKeeper {
  /** The stored copy has been applied. */
  loaded?(): void;
  /** It is on a socket, and nothing has gone to the server on it yet; or it begins there once more. */
  joined?(provider: HocuspocusProvider): void;
  /** The server has let this person in; `readOnly` of the document says how far. */
  accepted?(): void;
  /** Everything that the server had on connecting is in the document. */
  synced?(): void;
  /** The server has logged all that this device wrote. */
  logged?(): void;
  stateless?(text: string): void;
  /** It has no socket any more, or the server will not have it on this one. */
  left?(): void;
  /** The document is closed and its keeper listens no more. */
  closed?(): void;
}

export interface DocumentsOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly keep: (document: OpenDocument) => DocumentKeeper;
  /** The server will not let this person read it any more. */
  readonly onLost: (wanted: WantedDocument) => void;
  /** The document has another life; what belongs to the old one has been removed. */
  readonly onMoved: (wanted: WantedDocument, life: number) => void;
  /** The server refused what this device wrote; the copy is handed over and a fresh one is opened. */
  readonly onRefused: (wanted: WantedDocument, copy: Uint8Array) => void;
  /** This connection is of no use any more; a new one may be. */
  readonly onReconnect: () => void;
}

/** Stored copies that are read at one time. */
const LOADS_AT_ONCE = 4;
/** Documents that are on their way to being synced at one time: far below what makes a server close the socket. */
const OPENINGS_AT_ONCE = 24;

export class Documents {
  private readonly options: DocumentsOptions;
  private readonly open = new Map<string, OpenDocument>();
  /** Copies that are being removed: none of them is opened before it is gone. */
  private readonly dropping = new Set<string>();
  private connection: { readonly socket: Socket; readonly ticket: string } | null = null;

  constructor(options: DocumentsOptions) {
    this.options = options;
  }

  /** Opens what is newly wanted and closes what is not wanted any more, keeping its stored copy. In order of need. */
  want(wanted: readonly WantedDocument[]): void {
    const names = new Set(wanted.map(nameOf));
    for (const [name, document] of this.open) {
      if (names.has(name)) continue;
      const livesOn = wanted.some(({ kind, id }) => kind === document.kind && id === document.id);
      if (livesOn) this.drop(document);
      else this.close(name, document);
    }
    for (const each of wanted) {
      const document = this.open.get(nameOf(each));
      if (document === undefined && !this.dropping.has(nameOf(each))) this.add(each);
      else if (document !== undefined) document.local = each.local ?? false;
    }
    this.pump();
  }

  /** Every open document of a kind. */
  of(kind: DocumentKind): readonly OpenDocument[] {
    return [...this.open.values()].filter((document) => document.kind === kind);
  }

  find(kind: DocumentKind, id: string): OpenDocument | null {
    for (const document of this.open.values())
      if (document.kind === kind && document.id === id) return document;
    return null;
  }

  /** Some are being read, or are on their way from the server. */
  get isBusy(): boolean {
    return [...this.open.values()].some(
      ({ state, accepted, synced }) => state !== 'loaded' || (accepted && !synced),
    );
  }

  connected(socket: Socket, ticket: string): void {
    this.connection = { socket, ticket };
    this.pump();
  }

  disconnected(): void {
    this.connection = null;
    for (const document of this.open.values()) document.leaveSocket();
  }

  /** Closes a document and removes its stored copies, of every life. */
  async forget(kind: DocumentKind, id: string): Promise<void> {
    const document = this.find(kind, id);
    if (document !== null) await this.close(nameOf(document), document);
    const stored = await this.options.store.names().catch(() => []);
    for (const name of stored) {
      if (name.startsWith(`${kind}/${id}/`) && !this.open.has(name)) {
        await this.options.store.drop(name).catch(() => {});
      }
    }
  }

  /** Removes stored copies of other lives of what is open: a hub that is killed may leave some behind. */
  async dropOtherLives(): Promise<void> {
    const stored = await this.options.store.names().catch(() => []);
    for (const name of stored) {
      const parsed = parseDocumentName(name);
      if (parsed === null || this.open.has(name) || this.find(parsed.kind, parsed.id) === null) continue;
      await this.options.store.drop(name).catch(() => {});
    }
  }

  async closeAll(): Promise<void> {
    this.connection = null;
    await Promise.all([...this.open].map(([name, document]) => this.close(name, document)));
  }

  private add(wanted: WantedDocument): void {
    const document = new OpenDocument(wanted, {
      store: this.options.store,
      clock: this.options.clock,
      onProgress: () => this.pump(),
      onRefusal: (reason) => this.react(document, reason),
    });
    document.keeper = this.options.keep(document);
    this.open.set(nameOf(wanted), document);
  }

  private async drop(document: OpenDocument): Promise<void> {
    const name = nameOf(document);
    this.dropping.add(name);
    await this.close(name, document);
    await this.options.store.drop(name).catch(() => {});
    this.dropping.delete(name);
  }

  private close(name: string, document: OpenDocument): Promise<void> {
    this.open.delete(name);
    return document.close();
  }

  /** Starts as much as may be under way at one time, in the order in which documents were wanted. */
  private pump(): void {
    const all = [...this.open.values()];
    let loads = all.filter((document) => document.state === 'loading').length;
    for (const document of all) {
      if (loads >= LOADS_AT_ONCE) break;
      if (document.state !== 'new') continue;
      document.load();
      loads += 1;
    }
    if (this.connection === null) return;
    const proven = this.proven();
    let openings = all.filter((document) => document.isOpening).length;
    for (const document of all) {
      if (openings >= OPENINGS_AT_ONCE) break;
      if (document.state !== 'loaded' || document.onSocket || document.local) continue;
      if (!proven && !isOwn(document)) continue;
      document.joinSocket(this.connection.socket, this.connection.ticket);
      openings += 1;
    }
  }

  /** The server has accepted the person's own documents on this socket. */
  private proven(): boolean {
    const own = [...this.open.values()].filter(isOwn);
    return own.length > 0 && own.every((document) => document.accepted);
  }

  private async react(document: OpenDocument, reason: string): Promise<void> {
    const name = nameOf(document);
    if (this.open.get(name) !== document) return;
    const reaction = reactionTo(document.kind, reason, this.proven());
    switch (reaction.do) {
      case 'reopen': {
        const closed = this.close(name, document);
        // In the same turn: until it is known, the life that is over would be wanted again.
        this.options.onMoved(document, reaction.life);
        await closed;
        await this.options.store.drop(name).catch(() => {});
        return;
      }
      case 'drop':
        await this.drop(document);
        this.options.onLost(document);
        return;
      case 'rebuild': {
        const copy = document.encode();
        await this.drop(document);
        this.options.onRefused(document, copy);
        return;
      }
      case 'reconnect':
        this.options.onReconnect();
        return;
      case 'retry':
        document.retry();
        return;
      case 'give-up':
        return;
    }
  }
}

const nameOf = ({ kind, id, life }: WantedDocument): string => formatDocumentName(kind, id, life);
const isOwn = ({ kind }: WantedDocument): boolean => kind === 'user' || kind === 'inbox';
