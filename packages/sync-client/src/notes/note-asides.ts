import type { ChannelId, NoteId } from '@lectern/contracts';
import * as Y from 'yjs';
import { appliesCleanly } from './applies-cleanly.ts';
import type { NoteJournal, OpenRow } from './note-journal.ts';
import type { NoteLists } from './note-lists.ts';
import { wordsOf } from './words-of.ts';
import type { WrittenHere } from './written-here.ts';

export interface NoteAsidesOptions {
  readonly journal: NoteJournal;
  readonly lists: NoteLists;
  readonly written: WrittenHere;
}

/** What is set aside, and under which name if that is not the one by which the note is known. */
interface Aside {
  readonly note: NoteId;
  readonly channel: ChannelId;
  readonly life: number;
  readonly copy: Uint8Array;
  readonly title?: string;
  /** It is a copy from before the server went back. */
  readonly outlived?: true | undefined;
}

/** What notes do not take: it is kept beside them for its person, under the names by which they know the place. */
export class NoteAsides {
  private readonly options: NoteAsidesOptions;

  constructor(options: NoteAsidesOptions) {
    this.options = options;
  }

  /**
   * Keeps a copy in place of these rows of the journal, which are all of the note where nothing else is said. Answers
   * whether it is on disk.
   */
  keep({ note, channel, life, copy, title, outlived }: Aside, rows?: readonly OpenRow[]): Promise<boolean> {
    const { journal, lists } = this.options;
    const aside = {
      ...{ note, channel, life, copy },
      title: title ?? lists.titleOf(note, channel),
      channelName: lists.channelNameOf(note, channel),
    };
    return journal.setAside(outlived ? { ...aside, outlived } : aside, rows);
  }

  /** Keeps the words alone of rows that fit nowhere. */
  keepWords(note: NoteId, channel: ChannelId, rows: readonly OpenRow[]): Promise<boolean> {
    const copy = wordsOf(rows.map(({ update }) => update));
    return this.keep({ note, channel, life: rows[0]!.life, copy }, rows);
  }

  /**
   * What a page wrote in a note that is not to be written in any more goes to the rest of that; where there is none, with
   * the note as it is here, or alone.
   */
  async add(note: NoteId, life: number, update: Uint8Array, whole?: Uint8Array): Promise<void> {
    const { journal, lists, written } = this.options;
    const asides = journal.setAsides.filter((each) => each.note === note && each.life === life);
    const fitting = asides.find((each) => appliesCleanly(docOf(each.copy), update));
    const aside = fitting ?? asides[0];
    const channel = aside?.channel ?? lists.channelOf(note);
    if (channel === null) return;
    const alone = fitting === undefined ? wordsOf([update]) : update;
    const copy = whole === undefined ? alone : Y.mergeUpdates([whole, update]);
    const title = aside?.title ?? lists.titleOf(note, channel);
    // What the note may yet take is brought to it with the rest.
    if (aside?.outlived) written.remember(note, update);
    // What waits goes on waiting.
    await this.keep({ note, channel, life, copy, title, outlived: aside?.outlived }, []);
  }
}

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
}
