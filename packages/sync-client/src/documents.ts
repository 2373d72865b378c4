import type { HocuspocusProvider } from '@hocuspocus/provider';
import {
  type DocumentKind,
  epochOfLife,
  firstLife,
  formatDocumentName,
  parseDocumentName,
} from '@lectern/contracts';
import { type DocumentStore, once } from '@lectern/local-store';
import type { Clock } from './clock.ts';
import type { OpenDocument } from './open-document.ts';
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

/** What opens documents, with all that needs Yjs. */
export type DocumentProgram = typeof import('./document-program.ts');

/** Fetches the program. What cannot be fetched is tried again the next time. */
export const fetchDocuments = once(() => import('./document-program.ts'));

export interface DocumentsOptions {
  readonly store: DocumentStore;
  readonly clock: Clock;
  readonly keep: (document: OpenDocument, program: DocumentProgram) => DocumentKeeper;
  /** The server will not let this person read it any more. */
  readonly onLost: (wanted: WantedDocument) => void;
  /** The document has another life; what belongs to the old one has been removed. */
  readonly onMoved: (wanted: WantedDocument, life: number) => void;
  /** The epoch of the server, as far as it has said. */
  readonly epoch: () => number;
  /**
   * A note goes on in an epoch of the server that its copy here does not know: the copy may hold what that has lost.
   * Answers whether the stored copy may go now, because another is on disk or because it is not this person's to bring.
   */
  readonly onOutlived: (note: string, life: number, copy: Uint8Array) => Promise<boolean>;
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
  /** Null until it has come: nothing is opened before. */
  private opener: DocumentProgram | null = null;
  /** What is to be opened, also when the program has come. */
  private wanted: readonly WantedDocument[] = [];
  /** Of what is wanted something could not be opened, because its copy was being removed. */
  private hasSkipped = false;
  private isStopped = false;
  private connection: { readonly socket: Socket; readonly ticket: string } | null = null;

  constructor(options: DocumentsOptions) {
    this.options = options;
  }

  /** Fetches the program, and opens what is wanted by then; rejects when it cannot be fetched. */
  async load(): Promise<void> {
    const program = await fetchDocuments();
    if (this.opener !== null || this.isStopped) return;
    this.opener = program;
    this.want(this.wanted);
  }

  /** Opens what is newly wanted and closes what is not wanted any more, keeping its stored copy. In order of need. */
  want(listed: readonly WantedDocument[]): void {
    this.wanted = listed;
    if (this.opener === null || this.isStopped) return;
    const wanted = listed.map((each) => this.goingOn(each));
    const names = new Set(wanted.map(nameOf));
    for (const [name, document] of this.open) {
      if (names.has(name)) continue;
      const livesOn = wanted.find(({ kind, id }) => kind === document.kind && id === document.id);
      if (livesOn !== undefined) this.drop(document, livesOn.life);
      else this.close(name, document);
    }
    let isOlderStored = false;
    for (const each of wanted) {
      const document = this.open.get(nameOf(each));
      if (document !== undefined) document.local = each.local ?? false;
      else if (this.dropping.has(nameOf(each))) this.hasSkipped = true;
      else {
        this.add(each, this.opener);
        isOlderStored ||= isOutlived({ kind: each.kind, life: 1 }, each.life);
      }
    }
    // It may never have been open here since the server went back.
    if (isOlderStored) this.dropOtherLives();
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
    if (this.opener === null) return true;
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
    for (const { name, life } of await this.storedOf(kind, id)) await this.remove(name, this.inPresent(life));
    this.wantSkipped();
  }

  /** Hands over what is stored of a note's lives from before the server's epoch: it is not listed any more. */
  async handOver(note: string): Promise<void> {
    for (const { name, life } of await this.storedOf('note', note)) {
      const present = this.inPresent(life);
      if (present !== life) await this.remove(name, present);
    }
    this.wantSkipped();
  }

  /** Removes stored copies of other lives of what is open: a hub that is killed may leave some behind. */
  async dropOtherLives(): Promise<void> {
    const stored = await this.options.store.names().catch(() => []);
    for (const name of stored) {
      const parsed = parseDocumentName(name);
      const present = parsed === null ? null : this.find(parsed.kind, parsed.id);
      if (present === null || this.open.has(name)) continue;
      // A later one is what was here last: what is open is not known to go on yet.
      if (parsed!.life < present.life || !onlyRises(present)) await this.remove(name, present.life);
    }
    this.wantSkipped();
  }

  async closeAll(): Promise<void> {
    this.connection = null;
    this.isStopped = true;
    await Promise.all([...this.open].map(([name, document]) => this.close(name, document)));
  }

  private add(wanted: WantedDocument, program: DocumentProgram): void {
    const document = new program.OpenDocument(wanted, {
      store: this.options.store,
      clock: this.options.clock,
      onProgress: () => this.pump(),
      onRefusal: (reason) => this.react(document, reason),
    });
    document.keeper = this.options.keep(document, program);
    this.open.set(nameOf(wanted), document);
  }

  /** @param life the one in which it goes on, if it does */
  private drop(document: OpenDocument, life = document.life): Promise<void> {
    const copy = isOutlived(document, life) ? document.encode() : undefined;
    const name = nameOf(document);
    return this.remove(name, life, this.close(name, document), copy);
  }

  /**
   * Removes a stored copy; one that has outlived its epoch is handed over first, and stays where it was when that is not
   * to be had on disk. @param life the one in which the document goes on
   */
  private async remove(
    name: string,
    life: number,
    closed: Promise<void> = Promise.resolve(),
    inMemory?: Uint8Array,
  ): Promise<void> {
    // Who comes second would take it away under the hands of the first.
    if (this.dropping.has(name)) return;
    this.dropping.add(name);
    await closed;
    const parsed = parseDocumentName(name);
    const mayGo = parsed === null || !isOutlived(parsed, life) || (await this.outlived(parsed, inMemory));
    if (mayGo) await this.options.store.drop(name).catch(() => {});
    this.dropping.delete(name);
  }

  /** Hands over all that is stored of a note's life, and what was in memory of it. Answers whether it may go. */
  private async outlived({ kind, id, life }: WantedDocument, inMemory?: Uint8Array): Promise<boolean> {
    const program = await fetchDocuments().catch(() => null);
    if (program === null) return false;
    const name = formatDocumentName(kind, id, life);
    const { copy, isRead } = await program.storedCopy(this.options.store, name, inMemory);
    if (copy === null) return isRead;
    const mayGo = await this.options.onOutlived(id, life, copy).catch(() => false);
    return isRead && mayGo;
  }

  /**
   * Lives only rise. What lists an earlier one than is open is out of date, and the copy that is here must not go for it;
   * that the server has gone back without knowing it says itself.
   */
  private goingOn(wanted: WantedDocument): WantedDocument {
    const { life } = this.find(wanted.kind, wanted.id) ?? wanted;
    return onlyRises(wanted) && life > wanted.life ? { ...wanted, life } : wanted;
  }

  /** The life itself, or one of the server's epoch if that is a later one. */
  private inPresent(life: number): number {
    return Math.max(life, firstLife(this.options.epoch()));
  }

  private wantSkipped(): void {
    if (!this.hasSkipped || this.isStopped) return;
    this.hasSkipped = false;
    this.want(this.wanted);
  }

  private async storedOf(kind: DocumentKind, id: string) {
    const stored = await this.options.store.names().catch(() => []);
    return stored.flatMap((name) => {
      const parsed = this.open.has(name) ? null : parseDocumentName(name);
      return parsed?.kind === kind && parsed.id === id ? [{ name, life: parsed.life }] : [];
    });
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
    const reaction = this.opener!.reactionTo(document.kind, reason, this.proven());
    switch (reaction.do) {
      case 'reopen': {
        const dropped = this.drop(document, reaction.life);
        // In the same turn: until it is known, the life that is over would be wanted again.
        this.options.onMoved(document, reaction.life);
        await dropped;
        return;
      }
      case 'drop':
        // What the server lost it forbids as well.
        await this.drop(document, this.inPresent(document.life));
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
/** A note that goes on in a later epoch, or in an earlier life: what was written in this one may be lost. */
const isOutlived = ({ kind, life }: Pick<WantedDocument, 'kind' | 'life'>, next: number): boolean =>
  kind === 'note' && (epochOfLife(next) > epochOfLife(life) || next < life);
/** But for a person's own document, which keeps its life when the server goes back. */
const onlyRises = ({ kind }: WantedDocument): boolean => kind !== 'user';
const isOwn = ({ kind }: WantedDocument): boolean => kind === 'user' || kind === 'inbox';
