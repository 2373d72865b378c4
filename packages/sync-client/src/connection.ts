import { DEAD_AFTER_MS, HEARTBEAT_MS, OFFLINE_AFTER_MS } from '@lectern/contracts';
import type { ConnectionState } from './port-values.ts';

/**
 * The link to the server as a total table of transitions: every phase has an answer to every event. It does nothing
 * itself; `step` answers the next state and what is to be done, and `link.ts` does it. Rules: SPEC.md, C1 to C10.
 */

/** A ticket that has not come by then is given up, in milliseconds. */
const ASK_WITHIN_MS = 5_000;
/** A socket that has not said a byte by then is closed: one that hangs blocks every new one to that host. */
const OPEN_WITHIN_MS = 5_000;
/** After a probe the link must answer sooner than in quiet times: the tab woke or the network changed. */
const PROBE_WITHIN_MS = 2_000;
/** An attempt that is younger than this is left alone by a probe. */
const YOUNG_MS = 1_000;
/** Quiet time after which the link is called slow: a ping has then been out for a second. */
const SLOW_AFTER_MS = HEARTBEAT_MS + 1_000;
/** The first pause before a new attempt, on average, and the longest, in milliseconds. */
const FIRST_PAUSE_MS = 350;
const LONGEST_PAUSE_MS = 10_000;
/** The attempt whose failure is followed by the first pause, though another came before. */
const BEFORE_FIRST_PAUSE = -1;
/** How far into the row of growing pauses a server is that says it has too much to do. */
const TOO_MUCH_ATTEMPT = 4;
/** Pause on average before a server of another version is asked again, in milliseconds: an update takes minutes. */
const OTHER_VERSION_PAUSE_MS = 30_000;

/** `outdated`: the server does not serve this app any more; `ahead`: the server is older than this app. */
type OtherVersion = 'outdated' | 'ahead';
interface Memory {
  /** What the browser says of the network. It is believed only in the negative, and only for what is shown. */
  readonly online: boolean;
  /** When this link was first wanted. */
  readonly began: number;
  /** Last byte from the server. */
  readonly heardAt: number | null;
  /** Who seems to be at fault for the last failure. */
  readonly blame: 'network' | 'server' | OtherVersion;
}
interface Phases {
  /** Nobody is signed in, or the session has ended. */
  off: { readonly phase: 'off' };
  resting: { readonly phase: 'resting'; readonly attempt: number; readonly until: number };
  /** Fetching a ticket. */
  asking: { readonly phase: 'asking'; readonly attempt: number; readonly since: number };
  /** From the making of the socket to its first byte. */
  opening: { readonly phase: 'opening'; readonly attempt: number; readonly since: number };
  live: { readonly phase: 'live'; readonly pingedAt: number | null; readonly deadAt: number };
}
type Phase = keyof Phases;
export type Connection = Memory & Phases[Phase];

/** `going-away`: the server ends in good order, and another one may serve. */
export type Failure =
  | 'network'
  | 'server'
  | 'going-away'
  | 'unauthorised'
  | 'too-much'
  | 'access-changed'
  | OtherVersion;
interface Events {
  /** `since`: when the link was wanted, where that was before there was a link. */
  start: { readonly type: 'start'; readonly since?: number };
  stop: { readonly type: 'stop' };
  online: { readonly type: 'online' };
  offline: { readonly type: 'offline' };
  /** Somebody looks: the tab woke, or a person asks to try again. */
  probe: { readonly type: 'probe' };
  ticket: { readonly type: 'ticket' };
  failed: { readonly type: 'failed'; readonly why: Failure };
  heard: { readonly type: 'heard' };
  time: { readonly type: 'time' };
}
type EventType = keyof Events;
export type ConnectionEvent = Events[EventType];

export type Effect =
  /** Fetch a ticket. */
  | 'ask'
  /** Open a socket with the ticket that has come. */
  | 'open'
  /** Give up whatever is under way: ticket, socket, documents. */
  | 'close'
  | 'ping'
  /** The server does not know the session any more. */
  | 'lock';
export interface Step {
  readonly next: Connection;
  readonly effects: readonly Effect[];
}
interface Env {
  readonly now: number;
  readonly random: number;
}
type Rule<P extends Phase, E extends EventType> = (
  state: Memory & Phases[P],
  event: Events[E],
  env: Env,
) => Step;

export const initialConnection = (now: number, online: boolean): Connection => ({
  phase: 'off',
  online,
  began: now,
  heardAt: null,
  blame: 'network',
});

/** The next state and what is to be done. */
export function step(state: Connection, event: ConnectionEvent, env: Env): Step {
  const rule = table[state.phase][event.type] as (
    state: Connection,
    event: ConnectionEvent,
    env: Env,
  ) => Step;
  return rule(state, event, env);
}

/** When `time` must next be told, and the shown state looked at again; null while nothing will happen by itself. */
export function nextLook(state: Connection, now: number): number | null {
  const times: number[] = [];
  if (state.phase === 'resting') times.push(state.until);
  if (state.phase === 'asking') times.push(state.since + ASK_WITHIN_MS);
  if (state.phase === 'opening') times.push(state.since + OPEN_WITHIN_MS);
  if (state.phase === 'live')
    times.push((state.pingedAt ?? state.heardAt ?? now) + HEARTBEAT_MS, state.deadAt);
  if (state.phase !== 'off') {
    const quietSince = state.heardAt ?? state.began;
    for (const shown of [quietSince + SLOW_AFTER_MS, quietSince + OFFLINE_AFTER_MS])
      if (shown > now) times.push(shown);
  }
  return times.length === 0 ? null : Math.min(...times);
}

/** What a person is told. A hiccup shorter than `OFFLINE_AFTER_MS` is not worth a word. */
export function shownState(state: Connection, now: number): ConnectionState {
  const quiet = now - (state.heardAt ?? state.began);
  if (state.phase === 'off') return 'connecting';
  if (state.phase === 'live') return quiet >= SLOW_AFTER_MS ? 'slow' : 'connected';
  if (!state.online) return 'offline';
  if (isVersion(state.blame)) return state.blame;
  if (quiet < OFFLINE_AFTER_MS) return 'connecting';
  return state.blame === 'server' ? 'server-down' : 'offline';
}

const memory = ({ online, began, heardAt, blame }: Memory): Memory => ({ online, began, heardAt, blame });
const stay = (next: Connection): Step => ({ next, effects: [] });

const ask = (state: Memory, attempt: number, { now }: Env, ...before: Effect[]): Step => ({
  next: { ...memory(state), phase: 'asking', attempt, since: now },
  effects: [...before, 'ask'],
});
const rest = (state: Memory, attempt: number, { now, random }: Env): Step => ({
  next: {
    ...memory(state),
    phase: 'resting',
    attempt,
    until: now + (isVersion(state.blame) ? OTHER_VERSION_PAUSE_MS * jitter(random) : pause(attempt, random)),
  },
  effects: ['close'],
});
const turnOff = (state: Memory, ...effects: Effect[]): Step => ({
  next: { ...memory(state), phase: 'off' },
  effects: ['close', ...effects],
});

/** Growing pauses with jitter, so that the people of a course do not come back in the same instant. */
const pause = (attempt: number, random: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * jitter(random);
const jitter = (random: number): number => 0.6 + 0.8 * random;

const isVersion = (blame: Memory['blame']): blame is OtherVersion =>
  blame === 'outdated' || blame === 'ahead';

const saysOnline = (state: Connection): Connection => ({ ...state, online: true });
const saysOffline = (state: Connection): Step => stay({ ...state, online: false });

/** A failed attempt: what is to be done depends on why and not on how far it had come. */
function afterFailure(state: Memory & Phases['asking' | 'opening' | 'live'], why: Failure, env: Env): Step {
  const attempt = state.phase === 'live' ? 0 : state.attempt + 1;
  switch (why) {
    case 'network':
    case 'server':
    case 'outdated':
    case 'ahead':
      return rest({ ...state, blame: why }, attempt, env);
    case 'going-away':
      // Before the first pause: where there is no other server, what follows is as after any other failure.
      if (state.phase === 'live') return ask({ ...state, blame: 'server' }, BEFORE_FIRST_PAUSE, env, 'close');
      return rest({ ...state, blame: 'server' }, attempt, env);
    case 'too-much':
      return rest({ ...state, blame: 'server' }, Math.max(attempt, TOO_MUCH_ATTEMPT), env);
    case 'access-changed':
      return rest(state, attempt, env);
    case 'unauthorised':
      // While asking, the answer is final. A socket that is refused comes back through the front door, which knows.
      return state.phase === 'asking' ? turnOff(state, 'lock') : rest(state, attempt, env);
  }
}

/** Somebody looks while an attempt is under way: one that may hang is begun anew. */
const hurry = (state: Memory & Phases['asking' | 'opening'], env: Env): Step =>
  env.now - state.since < YOUNG_MS ? stay(state) : ask(state, 0, env, 'close');
const giveUp = (state: Memory & Phases['asking' | 'opening'], within: number, env: Env): Step =>
  env.now - state.since < within ? stay(state) : rest({ ...state, blame: 'network' }, state.attempt + 1, env);

const probe = (state: Memory & Phases['live'], { now }: Env): Step => ({
  next: { ...state, pingedAt: now, deadAt: Math.min(state.deadAt, now + PROBE_WITHIN_MS) },
  effects: ['ping'],
});

const table: { readonly [P in Phase]: { readonly [E in EventType]: Rule<P, E> } } = {
  off: {
    start: (state, event, env) => ask({ ...state, began: event.since ?? env.now }, 0, env),
    stop: stay,
    online: (state) => stay(saysOnline(state)),
    offline: saysOffline,
    probe: stay,
    ticket: stay,
    failed: stay,
    heard: stay,
    time: stay,
  },
  resting: {
    start: stay,
    stop: (state) => turnOff(state),
    online: (state, _, env) => ask({ ...state, online: true }, 0, env),
    offline: saysOffline,
    probe: (state, _, env) => ask(state, 0, env),
    ticket: stay,
    failed: stay,
    heard: stay,
    time: (state, _, env) => (env.now < state.until ? stay(state) : ask(state, state.attempt, env)),
  },
  asking: {
    start: stay,
    stop: (state) => turnOff(state),
    online: (state, _, env) => hurry({ ...state, online: true }, env),
    offline: saysOffline,
    probe: (state, _, env) => hurry(state, env),
    ticket: (state, _, { now }) => ({
      next: { ...memory(state), phase: 'opening', attempt: state.attempt, since: now },
      effects: ['open'],
    }),
    failed: (state, { why }, env) => afterFailure(state, why, env),
    heard: stay,
    time: (state, _, env) => giveUp(state, ASK_WITHIN_MS, env),
  },
  opening: {
    start: stay,
    stop: (state) => turnOff(state),
    online: (state, _, env) => hurry({ ...state, online: true }, env),
    offline: saysOffline,
    probe: (state, _, env) => hurry(state, env),
    ticket: stay,
    failed: (state, { why }, env) => afterFailure(state, why, env),
    heard: (state, _, { now }) => stay(alive(state, now)),
    time: (state, _, env) => giveUp(state, OPEN_WITHIN_MS, env),
  },
  live: {
    start: stay,
    stop: (state) => turnOff(state),
    online: (state, _, env) => probe({ ...state, online: true }, env),
    offline: (state, _, env) => probe({ ...state, online: false }, env),
    probe: (state, _, env) => probe(state, env),
    ticket: stay,
    failed: (state, { why }, env) => afterFailure(state, why, env),
    heard: (state, _, { now }) => stay(alive(state, now)),
    time: (state, _, env) => {
      if (env.now >= state.deadAt) return ask({ ...state, blame: 'network' }, 0, env, 'close');
      const quietSince = Math.max(state.pingedAt ?? 0, state.heardAt ?? 0);
      return env.now - quietSince < HEARTBEAT_MS
        ? stay(state)
        : { next: { ...state, pingedAt: env.now }, effects: ['ping'] };
    },
  },
};

const alive = (state: Memory, now: number): Connection => ({
  ...memory(state),
  phase: 'live',
  blame: 'network',
  heardAt: now,
  pingedAt: null,
  deadAt: now + DEAD_AFTER_MS,
});
