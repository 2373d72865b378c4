import { DEAD_AFTER_MS, HEARTBEAT_MS, OFFLINE_AFTER_MS } from '@lectern/contracts';
import { describe, expect, test } from 'vitest';
import {
  type Connection,
  type ConnectionEvent,
  type Effect,
  type Failure,
  initialConnection,
  nextLook,
  shownState,
  step,
} from './connection.ts';

/** Plays events against the table with a clock of its own, and gathers what was to be done. */
class Play {
  state: Connection;
  now = 0;
  random = 0.5;
  readonly done: Effect[] = [];

  constructor(online = true) {
    this.state = initialConnection(0, online);
  }

  tell(event: ConnectionEvent): this {
    const { next, effects } = step(this.state, event, { now: this.now, random: this.random });
    this.state = next;
    this.done.push(...effects);
    return this;
  }

  /** Lets time pass as the driver does: it looks whenever the table asked for it. */
  pass(ms: number): this {
    const end = this.now + ms;
    for (let look = nextLook(this.state, this.now); look !== null && look <= end; ) {
      this.now = Math.max(this.now, look);
      this.tell({ type: 'time' });
      const next = nextLook(this.state, this.now);
      if (next !== null && next <= this.now)
        throw new Error('a look that changes nothing would be asked for for ever');
      look = next;
    }
    this.now = end;
    return this;
  }

  live(): this {
    return this.tell({ type: 'start' }).tell({ type: 'ticket' }).tell({ type: 'heard' });
  }

  take(): Effect[] {
    return this.done.splice(0);
  }

  get shown() {
    return shownState(this.state, this.now);
  }
}

test('C1: a start asks for a ticket, opens a socket with it, and is connected at the first byte', () => {
  const play = new Play().tell({ type: 'start' });
  expect(play.take()).toEqual(['ask']);
  expect(play.shown).toBe('connecting');
  play.tell({ type: 'ticket' });
  expect(play.take()).toEqual(['open']);
  expect(play.shown).toBe('connecting');
  play.tell({ type: 'heard' });
  expect(play.shown).toBe('connected');
});

test('C2: quiet is met with a ping, and an answer keeps the link', () => {
  const play = new Play().live();
  play.take();
  play.pass(HEARTBEAT_MS);
  expect(play.take()).toEqual(['ping']);
  play.pass(100).tell({ type: 'heard' });
  expect(play.shown).toBe('connected');
  play.pass(HEARTBEAT_MS - 1);
  expect(play.take()).toEqual([]);
});

test('C3: a link without a byte is closed in time to say offline within six seconds', () => {
  const play = new Play().live();
  play.take();
  play.pass(HEARTBEAT_MS + 1_000);
  expect(play.shown).toBe('slow');
  play.pass(DEAD_AFTER_MS - HEARTBEAT_MS - 1_000);
  expect(play.take()).toEqual(['ping', 'ping', 'close', 'ask']);
  play.pass(OFFLINE_AFTER_MS - DEAD_AFTER_MS);
  expect(play.now).toBeLessThanOrEqual(6_000);
  expect(play.shown).toBe('offline');
});

test('C4: a socket or ticket that hangs is given up and tried again', () => {
  for (const hang of [
    new Play().tell({ type: 'start' }),
    new Play().tell({ type: 'start' }).tell({ type: 'ticket' }),
  ]) {
    hang.take();
    hang.pass(6_000);
    expect(hang.take()).toEqual(['close', 'ask']);
  }
});

test('C5: pauses grow from a third of a second to ten seconds, and begin anew after success', () => {
  const play = new Play().tell({ type: 'start' });
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    play.tell({ type: 'failed', why: 'network' });
    const before = play.now;
    play.now = nextRest(play.state);
    play.tell({ type: 'time' });
    pauses.push(play.now - before);
  }
  expect(pauses[0]).toBeLessThan(1_000);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.at(-1)).toBe(10_000);
  play.tell({ type: 'ticket' }).tell({ type: 'heard' }).tell({ type: 'failed', why: 'network' });
  expect(nextRest(play.state) - play.now).toBeLessThan(500);
});

test('C5: a server that goes in good order is left for another at once, and pauses begin when there is none', () => {
  const play = new Play().live();
  play.take();
  expect(play.tell({ type: 'failed', why: 'going-away' }).take()).toEqual(['close', 'ask']);
  expect(play.shown).toBe('connecting');
  play.tell({ type: 'failed', why: 'server' });
  expect(nextRest(play.state) - play.now).toBeLessThan(500);
  play.pass(500).tell({ type: 'failed', why: 'going-away' });
  expect(play.take()).toEqual(['close', 'ask', 'close']);
  expect(nextRest(play.state) - play.now).toBeGreaterThan(500);
});

const nextRest = (state: Connection): number => (state.phase === 'resting' ? state.until : Number.NaN);

test('C6: news of the network or of a person is answered at once', () => {
  const resting = new Play().tell({ type: 'start' }).tell({ type: 'failed', why: 'network' });
  resting.take();
  expect(resting.tell({ type: 'online' }).take()).toEqual(['ask']);

  const live = new Play().live();
  live.take();
  expect(live.tell({ type: 'probe' }).take()).toEqual(['ping']);
  live.pass(2_000);
  expect(live.take()).toEqual(['close', 'ask']);

  const young = new Play().tell({ type: 'start' });
  young.take();
  young.pass(500).tell({ type: 'probe' });
  expect(young.take()).toEqual([]);
  young.pass(2_000).tell({ type: 'probe' });
  expect(young.take()).toEqual(['close', 'ask']);
});

test('C7: what is shown says who is at fault, and a hiccup is not shown', () => {
  const failing = (why: Failure, ms: number) => {
    const play = new Play().live().tell({ type: 'failed', why });
    for (let passed = 0; passed < ms; passed += 500) {
      play.pass(500);
      if (play.state.phase === 'asking') play.tell({ type: 'failed', why });
    }
    return play.shown;
  };
  expect(failing('server', 3_000)).toBe('connecting');
  expect(failing('server', 6_000)).toBe('server-down');
  expect(failing('network', 6_000)).toBe('offline');
  expect(new Play(false).tell({ type: 'start' }).shown).toBe('offline');
});

test('C8: only the front door ends a session; a refused socket comes back to it', () => {
  const door = new Play().tell({ type: 'start' });
  door.take();
  expect(door.tell({ type: 'failed', why: 'unauthorised' }).take()).toEqual(['close', 'lock']);
  expect(door.state.phase).toBe('off');

  const socket = new Play().live();
  socket.take();
  expect(socket.tell({ type: 'failed', why: 'unauthorised' }).take()).toEqual(['close']);
  expect(socket.pass(1_000).take()).toEqual(['ask']);
});

test('C9: a stop closes whatever is under way, and nothing happens by itself afterwards', () => {
  for (const play of [new Play().tell({ type: 'start' }), new Play().live(), new Play().live()]) {
    play.take();
    expect(play.tell({ type: 'stop' }).take()).toEqual(['close']);
    expect(nextLook(play.state, play.now)).toBeNull();
    play.tell({ type: 'heard' }).tell({ type: 'ticket' }).tell({ type: 'failed', why: 'network' });
    expect(play.take()).toEqual([]);
  }
});

test('C10: a server of another version is said at once, asked now and then, and met again as any other', () => {
  for (const why of ['outdated', 'ahead'] as const) {
    const play = new Play().live();
    play.take();
    play.tell({ type: 'failed', why: 'network' });
    play.now = nextRest(play.state);
    play.tell({ type: 'time' }).tell({ type: 'failed', why });
    expect(play.take()).toEqual(['close', 'ask', 'close']);
    expect(play.shown).toBe(why);
    // Not more often than each half minute by itself, and said the while.
    play.pass(15_000);
    expect(play.take()).toEqual([]);
    play.pass(16_000);
    expect(play.take()).toContain('ask');
    expect(play.shown).toBe(why);
    // Cut off, it is offline as everybody is; a person who looks is answered at once.
    play.tell({ type: 'failed', why }).tell({ type: 'offline' });
    expect(play.shown).toBe('offline');
    play.take();
    expect(play.tell({ type: 'online' }).take()).toEqual(['ask']);
    play.tell({ type: 'failed', why }).tell({ type: 'probe' });
    play.tell({ type: 'ticket' }).tell({ type: 'heard' });
    expect(play.shown).toBe('connected');
    play.tell({ type: 'failed', why: 'access-changed' });
    expect(play.shown, 'what was the matter before is forgotten').toBe('connecting');
  }
});

describe('every event in every phase', () => {
  const events: ConnectionEvent[] = [
    { type: 'start' },
    { type: 'stop' },
    { type: 'online' },
    { type: 'offline' },
    { type: 'probe' },
    { type: 'ticket' },
    { type: 'heard' },
    { type: 'time' },
    ...(
      [
        'network',
        'server',
        'going-away',
        'unauthorised',
        'too-much',
        'access-changed',
        'outdated',
        'ahead',
      ] as const
    ).map((why): ConnectionEvent => ({ type: 'failed', why })),
  ];
  const phases: Record<Connection['phase'], () => Play> = {
    off: () => new Play(),
    asking: () => new Play().tell({ type: 'start' }),
    opening: () => new Play().tell({ type: 'start' }).tell({ type: 'ticket' }),
    live: () => new Play().live(),
    resting: () => new Play().tell({ type: 'start' }).tell({ type: 'failed', why: 'network' }),
  };
  test.each(Object.entries(phases))('%s: has an answer, and a way back to connected', (_, reach) => {
    for (const event of events) {
      for (const wait of [0, 100, 2_500, 20_000]) {
        const play = reach();
        play.now += wait;
        play.tell(event);
        // Whatever happened, a working server is reached again: never two sockets, never none for ever.
        play.tell({ type: 'start' }).pass(15_000);
        for (let tries = 0; tries < 20 && play.state.phase !== 'live'; tries += 1) {
          if (play.state.phase === 'asking') play.tell({ type: 'ticket' });
          else if (play.state.phase === 'opening') play.tell({ type: 'heard' });
          else play.pass(1_000);
        }
        expect(play.state.phase).toBe('live');
        let open = 0;
        for (const effect of play.done) {
          if (effect === 'open') open += 1;
          expect(open).toBeLessThan(2);
          if (effect === 'close') open = 0;
        }
      }
    }
  });
});
