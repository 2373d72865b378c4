import { writeMeta, writeRecords } from '@lectern/channel-doc';
import {
  type Body,
  type ChangesPage,
  type ChannelId,
  type HistoryPage,
  isListed,
  isTombstone,
  type Message,
  type MessageId,
  type MessageRecord,
  type QuestionsPage,
  type ThreadPage,
} from '@lectern/contracts';
import * as Y from 'yjs';
import type { Api, HistoryPlace } from '../api.ts';
import { makeMessage, makeTombstone, newChannel } from './make.ts';

const CHANGES_PAGE = 40;
const HISTORY_PAGE = 20;
const THREAD_PAGE = 5;
/** Of so many messages one is a reply in the thread of the first. */
const REPLY_EVERY = 3;

/** One channel as a server has it: rows and document written together, and the pages that HTTP gives of it. */
export class ChannelServer implements Pick<Api, 'changes' | 'history' | 'thread' | 'questions'> {
  readonly channel: ChannelId = newChannel();
  readonly doc = new Y.Doc();
  readonly rows: MessageRecord[] = [];
  rev = 0;
  requests = 0;
  /** Server clock between two messages. */
  private readonly everyMs: number;

  constructor({ everyMs = 1 }: { readonly everyMs?: number } = {}) {
    this.everyMs = everyMs;
    writeMeta(this.doc, { name: 'general', topic: '', type: 'public', archived: false });
  }

  /** Says so many things; without a word of how, by many people, and now and then in the thread of the first. */
  append(count: number, how: (seq: number) => Partial<Message> = (seq) => this.inThread(seq)): void {
    const added = Array.from({ length: count }, () => {
      this.rev += 1;
      const seq = this.rows.length + 1;
      const message = makeMessage({ seq, rev: this.rev, at: 1_000 + seq * this.everyMs, ...how(seq) });
      this.rows.push(message);
      return message;
    });
    writeRecords(this.doc, added);
  }

  edit(seq: number, body?: Body): void {
    const record = this.rows[seq - 1];
    if (record !== undefined && 'body' in record)
      this.change({
        ...record,
        body: body ?? record.body,
        rev: this.rev + 1,
        editedAt: this.rev + 1,
        editedRev: this.rev + 1,
      });
  }

  remove(seq: number): void {
    const record = this.rows[seq - 1];
    const { thread } = record ?? {};
    const threading = thread === undefined ? {} : { thread };
    if (record !== undefined) this.change({ ...makeTombstone(record, this.rev + 1), ...threading });
  }

  async changes(_: unknown, since: number): Promise<ChangesPage> {
    this.requests += 1;
    const changed = this.rows.filter(({ rev }) => rev > since).sort((a, b) => a.rev - b.rev);
    const records = changed.slice(0, CHANGES_PAGE);
    const more = changed.length > records.length;
    return { records, cursor: more ? records.at(-1)!.rev : this.rev, more, lastSeq: this.rows.length };
  }

  async history(_: unknown, place: HistoryPlace, size = HISTORY_PAGE): Promise<HistoryPage> {
    if ('at' in place) {
      const found = this.rows.find((row) => row.at >= place.at && isListed(row))?.seq ?? this.rows.length;
      return this.history(_, { around: found }, size);
    }
    this.requests += 1;
    const [low, high] =
      'before' in place
        ? [place.before - size, place.before - 1]
        : 'after' in place
          ? [place.after + 1, place.after + size]
          : [place.around - size / 2, place.around + size / 2];
    const from = Math.max(1, low);
    const to = Math.min(this.rows.length, high);
    return {
      messages: this.rows.slice(from - 1, to),
      from,
      to,
      reachesStart: from === 1,
      reachesEnd: to === this.rows.length,
    };
  }

  async thread(_: unknown, thread: MessageId, before: number | null): Promise<ThreadPage> {
    this.requests += 1;
    const all = this.rows.filter((row) => row.thread?.id === thread && row.seq < (before ?? Infinity));
    const replies = all.slice(-THREAD_PAGE);
    const root = this.rows.find(({ id }) => id === thread)!;
    const reachesStart = all.length <= THREAD_PAGE;
    const from = reachesStart ? root.seq : replies[0]!.seq;
    return { root, replies, from, to: before === null ? this.rows.length : before - 1, reachesStart };
  }

  async questions(): Promise<QuestionsPage> {
    this.requests += 1;
    const open = this.rows.filter((row) => !isTombstone(row) && row.question && !row.question.accepted);
    return { questions: open.reverse(), more: false };
  }

  private inThread(seq: number): Partial<Message> {
    return seq % REPLY_EVERY === 0 ? { thread: { id: this.rows[0]!.id, seq: 1 } } : {};
  }

  private change(record: MessageRecord): void {
    this.rev += 1;
    this.rows[record.seq - 1] = record;
    writeRecords(this.doc, [record]);
  }
}
