import { sql, type Transaction } from 'kysely';
import { bigints, byteas } from './binary-arrays.ts';
import type { DocumentKey } from './documents.ts';
import type { Schema } from './schema.ts';

export interface BrokenPart {
  /** 0 for the compacted state. */
  readonly position: number;
  readonly bytes: Uint8Array;
  /** Whether the life that follows holds it. */
  readonly kept: boolean;
}

/** Keeps the bytes of a document that cannot be read, as they were. */
export async function keepBroken(
  trx: Transaction<Schema>,
  { kind, id, life }: DocumentKey & { readonly life: number },
  parts: readonly BrokenPart[],
  fault: string,
): Promise<void> {
  await sql`insert into document_broken (kind, id, life, position, bytes, kept, fault)
    select ${kind}, ${id}, ${life}, position, bytes, kept = 1, ${fault}
    from unnest(${bigints(parts.map((part) => part.position))}::bigint[],
      ${byteas(parts.map((part) => part.bytes))}::bytea[],
      ${bigints(parts.map((part) => Number(part.kept)))}::bigint[]) as t(position, bytes, kept)`.execute(trx);
}

/** Removes all bytes that were kept of a document because they could not be read. */
export async function deleteBrokenBytes(trx: Transaction<Schema>, { kind, id }: DocumentKey): Promise<void> {
  await sql`delete from document_broken where kind = ${kind} and id = ${id}`.execute(trx);
}
