import type { NoteBody } from '@lectern/contracts';
import { wordNodesOf } from '@lectern/rich-text/note-block';
import * as Y from 'yjs';
import { blockOf, readNote } from './read-note.ts';
import { type ClientRun, join } from './written-runs.ts';

export interface WrittenNote {
  readonly body: NoteBody;
  /** By the ids of blocks: who wrote their words (`wordNodesOf`), one run after another. Blocks without words have none. */
  readonly runs: ReadonlyMap<string, readonly ClientRun[]>;
}

/** A note as its readers see it, and under which Yjs client id each stretch of its words was written. */
export function readWrittenNote(doc: Y.Doc): WrittenNote {
  const written = new WeakMap<object, readonly ClientRun[]>();
  const body = readNote(doc, (element) => blockOf(element, (node, runs) => written.set(node, runs)));
  const runs = new Map<string, readonly ClientRun[]>();
  for (const block of body.blocks) {
    const ofBlock = join(wordNodesOf(block).flatMap((node) => written.get(node) ?? []));
    if (ofBlock.length > 0) runs.set(block.id, ofBlock);
  }
  return { body, runs };
}

/** What every client has written in a note until now, deleted or not: its clock. */
export const noteClocks = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));
