import type { HocuspocusProvider } from '@hocuspocus/provider';
import { NoteReader } from '@lectern/channel-doc';
import type { NoteId } from '@lectern/contracts';
import * as Y from 'yjs';
import type { DocumentKeeper } from '../documents.ts';
import type { OpenDocument } from '../open-document.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { appliesCleanly } from './applies-cleanly.ts';
import type { OpenRow } from './note-journal.ts';
import { NoteSender, type SenderHears } from './note-sender.ts';

export type NoteDocument = Pick<
  OpenDocument,
  'id' | 'doc' | 'life' | 'local' | 'accepted' | 'readOnly' | 'synced' | 'sendStateless' | 'giveUp' | 'encode'
>;

export interface NoteCopyOptions {
  readonly document: NoteDocument;
  /** What the journal has of the note. */
  readonly rows: () => readonly OpenRow[];
  /** What the note begins with, when it was made here and is on no server yet. */
  readonly seed: () => Uint8Array | null;
  readonly onLogged: (rows: readonly OpenRow[]) => void;
  /** Rows that the note has no place for: it lives on without what they build on. */
  readonly onUnfit: (rows: readonly OpenRow[]) => void;
  readonly onStateless: (text: string) => void;
  /** It may look different, or stand on another rung. */
  readonly onChange: () => void;
  readonly onAccepted: () => void;
  readonly onLeft: () => void;
  readonly onClosed: () => void;
}

/** Origin of what the journal brings. */
const JOURNAL = Symbol('journal');
/** Nothing has been acknowledged on this connection. */
const NOTHING = -1;

/**
 * One note's document and what of it is this device's own: rows of the journal go into the document in their order,
 * each counts as logged when the server has acknowledged it on a connection on which it was sent, and nothing goes in
 * that would wait inside of the document for something else.
 */
export class NoteCopy implements DocumentKeeper, SenderHears {
  readonly document: NoteDocument;
  readonly note: NoteId;
  isLoaded = false;
  private readonly options: NoteCopyOptions;
  private reader: NoteReader | null = null;
  private acknowledgements = new Acknowledgements();
  /** Rows in the document, each with its place in the order in which they went in. */
  private readonly marks = new Map<number, number>();
  private mark = 0;
  /** What was in it when the server last asked. */
  private askedMark = 0;
  private sender: NoteSender | null = null;
  private acknowledgedMark = NOTHING;
  /** Our own update is being applied. */
  private isApplying = false;

  constructor(options: NoteCopyOptions) {
    this.options = options;
    this.document = options.document;
    this.note = options.document.id as NoteId;
    this.document.doc.on('update', this.updated);
  }

  /** There is something to be read, or it is known that there is nothing. */
  get isHere(): boolean {
    return this.isLoaded && (this.document.synced || this.document.doc.store.clients.size > 0);
  }

  get body() {
    this.reader ??= new NoteReader(this.document.doc);
    return this.reader.read();
  }

  /** Something of what waits is on its way to the server now. */
  get isSending(): boolean {
    const { accepted, readOnly } = this.document;
    return accepted && !readOnly && this.options.rows().some(({ n }) => this.marks.has(n));
  }

  /** Takes a row of the journal into the document, once. One that builds on what is not here yet waits. */
  put(row: OpenRow, origin: unknown = JOURNAL): void {
    if (!this.isLoaded || this.marks.has(row.n)) return;
    const { document } = this;
    if (row.life !== document.life && !document.synced) return;
    if (!appliesCleanly(document.doc, row.update)) return;
    this.isApplying = true;
    Y.applyUpdate(document.doc, row.update, origin);
    this.isApplying = false;
    this.marks.set(row.n, this.mark);
    // It said nothing new, and what is here the server has.
    if (document.synced && this.mark <= this.acknowledgedMark) this.options.onLogged([row]);
    this.options.onChange();
  }

  // --- what the document tells ---------------------------------------------------------------------------------

  loaded(): void {
    this.isLoaded = true;
    const seed = this.document.doc.store.clients.size === 0 ? this.options.seed() : null;
    if (seed !== null) Y.applyUpdate(this.document.doc, seed, JOURNAL);
    this.putAll();
    this.options.onChange();
  }

  joined(provider: HocuspocusProvider): void {
    this.acknowledgements = new Acknowledgements();
    this.acknowledgedMark = NOTHING;
    if (this.sender?.provider === provider) this.sender.begin();
    else this.sender = new NoteSender(provider, this);
  }

  accepted(): void {
    this.options.onAccepted();
    this.options.onChange();
  }

  synced(): void {
    this.putAll();
    const unfit = this.options.rows().filter(({ n }) => !this.marks.has(n));
    if (unfit.length > 0) this.options.onUnfit(unfit);
    this.options.onChange();
  }

  // --- what its sender tells -----------------------------------------------------------------------------------

  asked(): void {
    this.askedMark = this.mark;
    this.acknowledgements.asked();
  }

  sentRest(): void {
    this.acknowledgements.sentRest(this.askedMark);
  }

  sent(): void {
    this.acknowledgements.sent(this.mark);
  }

  acknowledged(): void {
    const mark = this.acknowledgements.acknowledged();
    if (mark === null) return;
    this.acknowledgedMark = mark;
    const logged = this.options.rows().filter(({ n }) => (this.marks.get(n) ?? mark + 1) <= mark);
    for (const { n } of logged) this.marks.delete(n);
    if (logged.length > 0) this.options.onLogged(logged);
  }

  // --- what the document tells besides ---------------------------------------------------------------------------

  stateless(text: string): void {
    this.options.onStateless(text);
  }

  left(): void {
    this.options.onLeft();
    this.options.onChange();
  }

  closed(): void {
    this.isLoaded = false;
    this.document.doc.off('update', this.updated);
    this.reader?.close();
    this.options.onClosed();
  }

  private putAll(): void {
    for (const row of this.options.rows()) this.put(row);
  }

  private readonly updated = (): void => {
    // The provider sends it in this same turn, or its sender holds it.
    if (this.isApplying) this.mark += 1;
    this.options.onChange();
  };
}
