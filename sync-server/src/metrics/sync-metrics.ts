import type { OpPacer } from '../limits/op-pacer.ts';
import type { LiveDocuments } from '../sync/live-documents.ts';
import type { SocketSessions } from '../sync/socket-session.ts';
import type { Registry } from './registry.ts';

const KINDS = ['user', 'inbox', 'course', 'channel', 'note'] as const;

/** Numbers of the sync side that need only be looked up. */
export function addSyncMetrics(
  registry: Registry,
  {
    sessions,
    live,
    pacer,
    lookedAgo,
  }: {
    readonly sessions: SocketSessions;
    readonly live: LiveDocuments;
    readonly pacer: Pick<OpPacer, 'waiting'>;
    readonly lookedAgo: () => number;
  },
): void {
  registry.gauge('lectern_sockets', 'Sockets of people.', () => [...sessions.all()].length);
  registry.gauge('lectern_people', 'People with a socket.', () => [...sessions.people()].length);
  registry.gauge('lectern_open_documents', 'Documents that somebody has open.', () =>
    KINDS.map((kind) => ({ labels: { kind }, value: [...live.ofKind(kind)].length })),
  );
  registry.gauge('lectern_ops_waiting', 'Ops that wait for a rate.', () => pacer.waiting);
  registry.gauge(
    'lectern_heads_read_seconds_ago',
    'Since the heads of open documents were last read.',
    () => lookedAgo() / 1000,
  );
}
