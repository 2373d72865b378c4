import { type Branded, isUuid } from './ids.ts';

/**
 * The name of a document on the wire and in local stores: `<kind>/<id>/<life>`. Restore, re-base and quarantine each
 * begin a new life; two lives of a document are never applied to one Y.Doc.
 */
export const documentKinds = ['user', 'inbox', 'course', 'channel', 'note'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export interface DocumentName {
  readonly kind: DocumentKind;
  readonly id: string;
  /** Counts from 1. */
  readonly life: number;
}

/**
 * Lives of one document within one epoch of the server (`EPOCH_SIZE`). A restored server begins its lives where no life
 * has been before: what a device has under an old number is never taken for the same document.
 */
export const LIVES_PER_EPOCH = 1_000;

/** The life in which a document comes into being in an epoch. People's own documents begin with 1 in every epoch. */
export const firstLife = (epoch: number): number => epoch * LIVES_PER_EPOCH + 1;

/** The epoch in which a life was begun. */
export const epochOfLife = (life: number): number => Math.floor((life - 1) / LIVES_PER_EPOCH);

/** Room for `channel/<uuid>/<life>`; longer names are refused before anything reads them. */
const MAX_DOCUMENT_NAME_LENGTH = 64;

/** The wire form of a name. */
export const formatDocumentName = (kind: DocumentKind, id: Branded<string> | string, life: number): string =>
  `${kind}/${id}/${life}`;

/** Parses a wire name, or answers null for anything that Lectern would not have written itself. */
export function parseDocumentName(name: unknown): DocumentName | null {
  if (typeof name !== 'string' || name.length > MAX_DOCUMENT_NAME_LENGTH) return null;
  const parts = name.split('/');
  if (parts.length !== 3) return null;
  const [kind, id, life] = parts as [string, string, string];
  if (!documentKinds.some((known) => known === kind) || !isUuid(id) || !/^[1-9][0-9]{0,8}$/.test(life))
    return null;
  return { kind: kind as DocumentKind, id, life: Number(life) };
}
