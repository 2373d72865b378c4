import { type NoteId, parseDocumentName } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Bus } from '../instances/bus.ts';
import type { InstanceMessage } from '../instances/instance-message.ts';
import type { AccessWatch } from './access-watch.ts';
import type { Cursors } from './cursors.ts';
import type { LiveDocuments, LogListener } from './live-documents.ts';
import type { Presence } from './presence.ts';

/** Documents named in one message at most: a message of some 60 kB. */
const MAX_NAMED = 1_000;

/** Tells other instances what this one has logged: all of one turn of the event loop together. */
export class Announcer implements LogListener {
  readonly #bus: Bus;
  readonly #logged = new Set<string>();
  readonly #moved = new Set<string>();
  #isDue = false;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  logged(document: string): void {
    this.#logged.add(document);
    this.#soon();
  }

  moved(document: string): void {
    this.#moved.add(document);
    this.#soon();
  }

  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#say('moved', this.#moved);
      this.#say('logged', this.#logged);
    });
  }

  #say(t: 'logged' | 'moved', names: Set<string>): void {
    const documents = [...names];
    names.clear();
    for (let at = 0; at < documents.length; at += MAX_NAMED)
      this.#bus.publish({ t, documents: documents.slice(at, at + MAX_NAMED) });
  }
}

export interface Listeners {
  readonly live: LiveDocuments;
  readonly access: Pick<AccessWatch, 'look'>;
  readonly presence: Presence;
  readonly cursors: Cursors;
  readonly log: Logger;
}

/** Follows what other instances say. Whatever of it is lost is found by the look of every second. */
export function followInstances(bus: Bus, { live, access, presence, cursors, log }: Listeners): void {
  const named = new Set<string>();
  const documents = oneAtATime(() => {
    const names = [...named];
    named.clear();
    return live.look(names);
  }, log);
  const people = oneAtATime(() => access.look(), log);
  bus.onOpen(() => {
    bus.publish({ t: 'joined' });
    presence.sayAll();
  });
  bus.onMessage((message: InstanceMessage, from) => {
    switch (message.t) {
      case 'logged':
        for (const name of message.documents) named.add(name);
        documents();
        return;
      case 'moved':
        for (const text of message.documents) {
          const name = parseDocumentName(text);
          if (name !== null) live.leave(name.kind, name.id, name.life);
        }
        return;
      case 'access':
        people();
        return;
      case 'joined':
        presence.sayAll();
        return;
      case 'presence':
        presence.heardOf(from, message);
        cursors.heardFrom(from);
        return;
      case 'typing':
        presence.tellTyping(message.channel, message.user);
        return;
      case 'cursors':
        cursors.heardOf(from, message);
        return;
      case 'note-opened':
        cursors.sayOf(message.note as NoteId);
    }
  });
}

/** Work that is asked for while it is done is done once more afterwards. What fails is left to the next look. */
function oneAtATime(work: () => Promise<void>, log: Logger): () => void {
  let isRunning = false;
  let again = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      again = false;
      await work().catch((error: unknown) =>
        log.warn({ err: error }, 'what another instance has changed is seen by the next look'),
      );
    } while (again);
    isRunning = false;
  };
  return () => {
    if (isRunning) again = true;
    else void run();
  };
}
