import { blockOfAnchor } from '@lectern/channel-doc';
import type { Message, MessageId, NoteBlock, NoteBody } from '@lectern/contracts';
import { blockWords } from '@lectern/rich-text/notes';
import type * as Y from 'yjs';

/** Characters of a quote that tell it from others: a passage may go on in the next block. */
const COMPARED = 80;

/** A note as it is here now. Blocks that have not changed are the objects that they were. */
export interface NoteHere {
  readonly doc: Y.Doc;
  readonly body: NoteBody;
}

/**
 * The blocks beside which messages about a note stand. The positions that a message keeps come first; where they lead
 * nowhere, because the passage was moved, split or pasted anew, the first block that still says its quote. One whose
 * words are gone stands nowhere, and is looked for again only in blocks that have changed.
 */
export class QuestionPlaces {
  private blocks: readonly NoteBlock[] = [];
  /** Quotes that none of these blocks says. */
  private absent = new Set<string>();

  of({ doc, body }: NoteHere, messages: readonly Message[]): { readonly [message: MessageId]: string } {
    const changed = this.absent.size === 0 ? [] : changedBlocks(this.blocks, body.blocks);
    const absent = new Set<string>();
    const places: { [message: MessageId]: string } = {};
    for (const { id, anchor } of messages) {
      if (anchor === undefined) continue;
      const { quote } = anchor;
      const blocks = this.absent.has(quote) ? changed : body.blocks;
      const place = blockOfAnchor(doc, anchor) ?? blockOfQuote(blocks, quote);
      if (place === null) absent.add(quote);
      else places[id] = place;
    }
    [this.blocks, this.absent] = [body.blocks, absent];
    return places;
  }
}

/** What stands between the blocks that are the same at the beginning and at the end. */
function changedBlocks(before: readonly NoteBlock[], now: readonly NoteBlock[]): readonly NoteBlock[] {
  let from = 0;
  while (from < now.length && now[from] === before[from]) from += 1;
  let end = 0;
  while (
    end < Math.min(before.length, now.length) - from &&
    now[now.length - 1 - end] === before[before.length - 1 - end]
  )
    end += 1;
  return now.slice(from, now.length - end);
}

function blockOfQuote(blocks: readonly NoteBlock[], quote: string): string | null {
  const wanted = bare(quote).slice(0, COMPARED);
  return wanted === '' ? null : (blocks.find((block) => bareWordsOf(block).includes(wanted))?.id ?? null);
}

const known = new WeakMap<NoteBlock, string>();
function bareWordsOf(block: NoteBlock): string {
  const words = known.get(block) ?? bare(blockWords(block));
  known.set(block, words);
  return words;
}

/** What is selected in a page has other blanks than the note, and formulas between signs. */
const bare = (text: string): string => text.replaceAll(/[\s$]+/g, '');
