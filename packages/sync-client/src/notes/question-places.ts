import { blockOfAnchor } from '@lectern/channel-doc';
import type { Message, MessageId, NoteBlock, NoteBody } from '@lectern/contracts';
import { blockWords } from '@lectern/rich-text/notes';
import type * as Y from 'yjs';

/** Characters of a quote that tell it from others: a passage may go on in the next block. */
const COMPARED = 80;

/** A note as it is here now. */
export interface NoteHere {
  readonly doc: Y.Doc;
  readonly body: NoteBody;
}

/**
 * The blocks beside which messages about a note stand. The positions that a message keeps come first; where they lead
 * nowhere, because the passage was moved, split or pasted anew, the first block that still says its quote. One whose
 * words are gone stands nowhere.
 */
export function questionPlaces(
  { doc, body }: NoteHere,
  messages: readonly Message[],
): { readonly [message: MessageId]: string } {
  const places: { [message: MessageId]: string } = {};
  for (const { id, anchor } of messages) {
    const block = anchor && (blockOfAnchor(doc, anchor) ?? blockOfQuote(body, anchor.quote));
    if (block) places[id] = block;
  }
  return places;
}

function blockOfQuote({ blocks }: NoteBody, quote: string): string | null {
  const wanted = bare(quote).slice(0, COMPARED);
  return wanted === '' ? null : (blocks.find((block) => bareWordsOf(block).includes(wanted))?.id ?? null);
}

/** Blocks that have not changed are the objects that they were. */
const known = new WeakMap<NoteBlock, string>();
function bareWordsOf(block: NoteBlock): string {
  const words = known.get(block) ?? bare(blockWords(block));
  known.set(block, words);
  return words;
}

/** What is selected in a page has other blanks than the note, and formulas between signs. */
const bare = (text: string): string => text.replaceAll(/[\s$]+/g, '');
