import {
  type ChangesPage,
  type ChannelId,
  type HistoryPage,
  type Me,
  type MessageId,
  type MessageRecord,
  type NoteId,
  PROTOCOL_QUERY,
  type QuestionsPage,
  type SocketTicket,
  type ThreadPage,
} from '@lectern/contracts';
import type { Failure } from './connection.ts';

/** The HTTP requests of the hub. Everything else of HTTP is the page's own affair. */
export interface Api {
  /** Who the session belongs to, and a ticket for one socket. */
  admission(signal: AbortSignal): Promise<{ readonly me: Me; readonly ticket: string }>;
  changes(channel: ChannelId, since: number): Promise<ChangesPage>;
  /** A page of `limit` messages, or of the usual size. */
  history(channel: ChannelId, place: HistoryPlace, limit?: number): Promise<HistoryPage>;
  /** Replies of a thread before this place, or its newest. */
  thread(channel: ChannelId, thread: MessageId, before: number | null): Promise<ThreadPage>;
  /** Open questions of a channel, or all about a note of it. */
  questions(channel: ChannelId, note: NoteId | null): Promise<QuestionsPage>;
}
export type HistoryPlace =
  | { readonly before: number }
  | { readonly after: number }
  | { readonly around: number }
  /** Around the first message from this moment on; the newest when there is none. */
  | { readonly at: number };

const FAILURES: { readonly [status: number]: Failure } = {
  0: 'network',
  401: 'unauthorised',
  426: 'outdated',
  429: 'too-much',
};

/** A request without its answer; `status` is 0 when none came. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }

  /** What the failure says of the link. */
  get failure(): Failure {
    return FAILURES[this.status] ?? 'server';
  }
}

/** An answer that has not come by then is given up, in milliseconds: the link has its own, shorter patience. */
const ANSWER_WITHIN_MS = 15_000;

export function createApi(origin: string, fetchFrom: typeof fetch): Api {
  const request = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const timeout = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await fetchFrom(`${origin}/api${path}`, {
      credentials: 'same-origin',
      ...init,
      signal,
    }).catch((error: unknown) => {
      throw new ApiError(0, String(error));
    });
    if (!response.ok) throw new ApiError(response.status, `${path} answered ${response.status}`);
    return (await response.json().catch(() => {
      throw new ApiError(0, `${path} was cut off`);
    })) as T;
  };
  return {
    async admission(signal) {
      const [me, { ticket }] = await Promise.all([
        request<Me>('/me', { signal }),
        request<SocketTicket>(`/socket-ticket${PROTOCOL_QUERY}`, { method: 'POST', signal }),
      ]);
      return { me, ticket };
    },
    async changes(channel, since) {
      const page = await request<ChangesPage>(`/channels/${channel}/changes?since=${since}`);
      return { ...page, records: await readable(page.records) };
    },
    async questions(channel, note) {
      const place = note === null ? '' : `/notes/${note}`;
      const page = await request<QuestionsPage>(`/channels/${channel}${place}/questions`);
      return { ...page, questions: await readable(page.questions) };
    },
    async history(channel, place, limit) {
      const page = await request<HistoryPage>(
        `/channels/${channel}/messages?${new URLSearchParams(entries(limit === undefined ? place : { ...place, limit }))}`,
      );
      return { ...page, messages: await readable(page.messages) };
    },
    async thread(channel, thread, before) {
      const query = before === null ? '' : `?before=${before}`;
      const page = await request<ThreadPage>(`/channels/${channel}/threads/${thread}${query}`);
      const [root, replies] = await Promise.all([readable([page.root]), readable(page.replies)]);
      return { ...page, root: root[0] ?? page.root, replies };
    },
  };
}

/** Records as this version can read them: the server may know more. What reads them comes with the first of them. */
async function readable(records: readonly MessageRecord[]): Promise<MessageRecord[]> {
  const { recordOf } = await import('@lectern/channel-doc/record');
  return records.flatMap((record) => recordOf(record) ?? []);
}

const entries = (query: object): [string, string][] =>
  Object.entries(query).map(([key, value]) => [key, String(value)]);
