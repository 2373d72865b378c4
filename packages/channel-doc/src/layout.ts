import type { ChannelType, DocumentKind } from '@lectern/contracts';
import * as Y from 'yjs';

/** Messages in one segment of tail or ring. Yjs forgets the inside of a dropped segment, so a segment is what goes. */
export const SEGMENT_LENGTH = 50;

/** Newest messages that the tail keeps; it grows by one segment more before the oldest goes. A few screens. */
export const TAIL_LENGTH = 300;

/** Changes to messages older than the tail that the ring keeps. A busy day of second thoughts. */
export const RING_LENGTH = 200;

/** Ops batches whose outcomes an inbox keeps, and outcomes in all: a device that missed more is answered again. */
export const OUTCOME_BATCHES = 64;
export const OUTCOMES_LENGTH = 1_000;

/** Notices that an inbox keeps; older ones are no longer news. */
export const NOTICES_LENGTH = 100;

export interface ChannelMeta {
  readonly name: string;
  readonly topic: string;
  readonly type: ChannelType;
  readonly archived: boolean;
}

/** How far a channel had come when an epoch of the server began. */
export interface EpochStart {
  readonly epoch: number;
  readonly seq: number;
  readonly rev: number;
}

/** How a root of a document is built: values in a list, values under keys, or a list of lists of values. */
export type RootShape = 'array' | 'map' | 'segments';

/** The roots of every kind of document but notes, which belong to their editor. */
export const layouts = {
  user: { outbox: 'array', read: 'map', drafts: 'map', saved: 'map', settings: 'map' },
  inbox: { outcomes: 'array', memberships: 'map', notices: 'array' },
  course: { meta: 'map', channels: 'map', people: 'map' },
  channel: { meta: 'map', tail: 'segments', ring: 'segments', pins: 'array', notes: 'map' },
} as const satisfies Record<Exclude<DocumentKind, 'note'>, Record<string, RootShape>>;

/** What a client may write, for the firewall: the roots of documents that are not the server's own. */
export const documentRoots: Readonly<Record<'user', Readonly<Record<string, 'array' | 'map'>>>> = {
  user: layouts.user,
};

/** The roots of a channel document, by name. */
export const channelRoots = (doc: Y.Doc) => ({
  meta: doc.getMap<unknown>('meta'),
  tail: doc.getArray<unknown>('tail'),
  ring: doc.getArray<unknown>('ring'),
  pins: doc.getArray<unknown>('pins'),
  notes: doc.getMap<unknown>('notes'),
});

/** A new segment that holds these values. */
export function segmentOf(values: readonly unknown[]): Y.Array<unknown> {
  const segment = new Y.Array<unknown>();
  segment.push([...values]);
  return segment;
}
