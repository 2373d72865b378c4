import type { HocuspocusProvider } from '@hocuspocus/provider';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { piecesOf } from './pieces-of.ts';

/** Frames of the Hocuspocus protocol: `[address][type]…`, and the steps of the Yjs protocol in those of its sync. */
const SYNC = 0;
const SYNC_STATUS = 8;
const LOGGED = 1;
const steps = { rest: 1, update: 2 } as const;

export interface SenderHears {
  /** The server asked for what it lacks: at first, and when it had to pass something over. */
  asked(): void;
  /** All that it lacked when it last asked has gone. */
  sentRest(): void;
  /** What has been written since has gone. */
  sent(): void;
  /** The server has logged one of the things that went, the first that it had not. */
  acknowledged(): void;
}

/** A frame's part of something larger; `ends` is told when the last one of it has gone. */
interface Piece {
  readonly step: number;
  readonly update: Uint8Array;
  readonly ends: 'rest' | 'update' | null;
}

type Send = HocuspocusProvider['send'];

/**
 * What one note's provider sends on one socket. The server takes no update above a size; a larger one goes in pieces,
 * each when the server has logged the one before, so that a connection that breaks has lost none of the way. What is
 * written meanwhile goes after them: it builds on them.
 */
export class NoteSender {
  readonly provider: HocuspocusProvider;
  private readonly hears: SenderHears;
  private readonly send: Send;
  private readonly queue: Piece[] = [];
  /** Written while nothing could be sent. */
  private held: Uint8Array[] = [];
  private wasAsked = false;
  /** Pieces on their way that are not the last of anything. */
  private onTheWay = 0;

  constructor(provider: HocuspocusProvider, hears: SenderHears) {
    this.provider = provider;
    this.hears = hears;
    this.send = provider.send.bind(provider);
    provider.send = (message, args) => {
      if (args.update !== undefined) this.write(args.update);
      // Of all that is sent the answer to the server's question alone is ready made.
      else if (args.encoder !== undefined) this.answer(encoding.toUint8Array(args.encoder));
      else this.send(message, args);
    };
    provider.on('message', ({ message }: { message: { readVarString(): string; readVarUint(): number } }) => {
      message.readVarString();
      if (message.readVarUint() === SYNC_STATUS && message.readVarUint() === LOGGED) this.logged();
    });
  }

  /** The document is asked for again on the same socket. */
  begin(): void {
    this.queue.length = 0;
    this.held = [];
    this.wasAsked = false;
    this.onTheWay = 0;
  }

  private answer(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarString(decoder);
    decoding.readVarUint(decoder);
    const step = decoding.readVarUint(decoder);
    this.wasAsked = true;
    this.hears.asked();
    // All of it is in the answer.
    this.held = [];
    this.queue.length = 0;
    this.take(piecesOf(decoding.readVarUint8Array(decoder)), step, 'rest');
    this.go();
  }

  private write(update: Uint8Array): void {
    this.held.push(update);
    if (this.wasAsked && this.queue.length === 0) this.go();
  }

  private logged(): void {
    if (this.onTheWay === 0) {
      this.hears.acknowledged();
      return;
    }
    this.onTheWay -= 1;
    this.go();
  }

  private take(pieces: readonly Uint8Array[], firstStep: number, what: 'rest' | 'update'): void {
    for (const [at, update] of pieces.entries())
      this.queue.push({
        update,
        step: at === 0 ? firstStep : steps.update,
        ends: at === pieces.length - 1 ? what : null,
      });
  }

  /** Sends up to the next piece that is to be logged before another one goes. */
  private go(): void {
    for (;;) {
      if (this.queue.length === 0 && this.held.length > 0) {
        const written = this.held.length === 1 ? this.held[0]! : Y.mergeUpdates(this.held);
        this.held = [];
        this.take(piecesOf(written), steps.update, 'update');
      }
      const piece = this.queue.shift();
      if (piece === undefined) return;
      const encoder = encoding.createEncoder();
      encoding.writeVarString(encoder, this.provider.effectiveName);
      encoding.writeVarUint(encoder, SYNC);
      encoding.writeVarUint(encoder, piece.step);
      encoding.writeVarUint8Array(encoder, piece.update);
      this.send(Frame, { encoder });
      if (piece.ends === 'rest') this.hears.sentRest();
      else if (piece.ends === 'update') this.hears.sent();
      else {
        this.onTheWay += 1;
        return;
      }
    }
  }
}

/** A message that has been written already. */
class Frame {
  encoder = encoding.createEncoder();
  type = SYNC;
  description = 'A piece of an update';

  get({ encoder }: { encoder?: encoding.Encoder }): encoding.Encoder {
    return encoder!;
  }

  toUint8Array() {
    return encoding.toUint8Array(this.encoder);
  }
}
