import type { NoteId } from '@lectern/contracts';
import type { NoteLine, NoteToPage } from './note-messages.ts';
import { type CommandName, type Hub, isPortErrorCode, type ViewName } from './port.ts';
import { PortError } from './port-error.ts';
import type { Port, ToHub, ToPage } from './port-messages.ts';

/** A worker that has not said welcome by then did not start: the hub runs in the page instead. Milliseconds. */
const WELCOME_WITHIN_MS = 4_000;
/** How long the browser's answer to a wish for lasting storage is waited for. Milliseconds. */
const PERSIST_WITHIN_MS = 30_000;
/** A hub that has not answered by then is asked whether it still lives. Milliseconds. */
const ANSWER_WITHIN_MS = 10_000;

/** Where hubs come from. The web app gives these, because its bundler must see the addresses. */
export interface HubHome {
  /** Starts or joins the shared worker; null where the browser has none. */
  readonly joinWorker: (() => SharedWorker) | null;
  /** Starts a hub in this page and answers its port; loaded only where it is needed. */
  readonly startInPage: () => Promise<Port>;
  /** Called when the hub has given way to a newer version: this page must be loaded again. */
  readonly onStopped?: () => void;
}

/**
 * The page's end of the port. It may be used at once: what is asked before the hub is there waits for it. A hub that
 * dies is started again, and everything watched or unanswered is asked again.
 */
export function connectHub(home: HubHome): Hub {
  const connection = new HubConnection(home);
  return {
    command: async (name, argument) => {
      // Only a page may ask for this, and the hub may be in a worker.
      if (name === 'persistStorage') await persistStorage();
      return connection.command(name, argument) as never;
    },
    watch: (name, params, onValue) => connection.watch(name, params, onValue as (value: unknown) => void),
    noteLine: (note, onMessage) => connection.noteLine(note, onMessage),
  };
}

interface Question {
  readonly message: ToHub;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: PortError) => void;
}
interface Watch {
  isAnswered: boolean;
  readonly message: ToHub;
  readonly onValue: (value: unknown) => void;
}
interface Line {
  readonly message: ToHub;
  readonly onMessage: (message: NoteToPage) => void;
}

class HubConnection {
  private readonly home: HubHome;
  private readonly questions = new Map<number, Question>();
  private readonly watches = new Map<number, Watch>();
  private readonly lines = new Map<number, Line>();
  private readonly lock = holdLock();
  private port: Port | null = null;
  private welcomed = false;
  private stopped = false;
  private useWorker: boolean;
  private lastNumber = 0;
  private doubt: ReturnType<typeof setTimeout> | null = null;

  constructor(home: HubHome) {
    this.home = home;
    this.useWorker = home.joinWorker !== null;
    globalThis.addEventListener?.('pagehide', () => this.post({ t: 'bye' }));
    globalThis.addEventListener?.('pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) this.join();
    });
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.askForLife();
    });
    this.join();
  }

  command(name: CommandName, argument: unknown): Promise<unknown> {
    if (this.stopped)
      return Promise.reject(new PortError('stopped', 'a newer version of the hub has taken over'));
    const n = ++this.lastNumber;
    const message: ToHub = { t: 'command', n, name, argument };
    return new Promise((resolve, reject) => {
      this.questions.set(n, { message, resolve, reject });
      this.post(message);
      setTimeout(() => {
        if (this.questions.has(n)) this.askForLife();
      }, ANSWER_WITHIN_MS);
    });
  }

  watch(name: ViewName, params: unknown, onValue: (value: unknown) => void): () => void {
    const n = ++this.lastNumber;
    const message: ToHub = { t: 'watch', n, name, params };
    this.watches.set(n, { message, onValue, isAnswered: false });
    this.post(message);
    return () => {
      if (this.watches.delete(n)) this.post({ t: 'unwatch', n });
    };
  }

  noteLine(note: NoteId, onMessage: (message: NoteToPage) => void): NoteLine {
    const n = ++this.lastNumber;
    const message: ToHub = { t: 'note', n, say: { do: 'open', note } };
    this.lines.set(n, { message, onMessage });
    this.post(message);
    return {
      say: (say) => this.post({ t: 'note', n, say }),
      close: () => {
        if (this.lines.delete(n)) this.post({ t: 'note', n, say: { do: 'close' } });
      },
    };
  }

  /** Begins a conversation with a hub and repeats in it everything that is still open. */
  private async join(): Promise<void> {
    if (this.stopped) return;
    this.port?.close();
    this.port = null;
    this.welcomed = false;
    const port = this.useWorker ? this.workerPort() : await this.home.startInPage();
    if (port === null) return this.leaveWorker();
    port.addEventListener('message', (event) => {
      if (this.port === port) this.receive(event.data as ToPage);
    });
    port.start?.();
    this.port = port;
    this.post({ t: 'hello', lock: null });
    if (this.hasDrawn) this.post({ t: 'drawn' });
    this.lock.then((lock) => {
      if (lock !== null && this.port === port) this.post({ t: 'hello', lock });
    });
    for (const open of [this.watches, this.lines, this.questions])
      for (const { message } of open.values()) this.post(message);
    this.expectWelcome();
  }

  private workerPort(): Port | null {
    try {
      const worker = this.home.joinWorker!();
      worker.addEventListener('error', () => {
        if (this.port === worker.port && !this.welcomed) this.leaveWorker();
      });
      return worker.port;
    } catch {
      return null;
    }
  }

  private leaveWorker(): Promise<void> {
    this.useWorker = false;
    return this.join();
  }

  private askForLife(): void {
    if (this.port === null || this.doubt !== null || this.stopped) return;
    this.welcomed = false;
    this.post({ t: 'hello', lock: null });
    this.expectWelcome();
  }

  private expectWelcome(): void {
    if (this.doubt !== null) clearTimeout(this.doubt);
    const firstMeeting = this.port;
    this.doubt = setTimeout(() => {
      this.doubt = null;
      if (this.welcomed || this.port !== firstMeeting) return;
      // A worker that answered before may be joined anew; one that never did is not tried again by this page.
      if (this.useWorker && !this.hasAnswered) this.leaveWorker();
      else this.join();
    }, WELCOME_WITHIN_MS);
  }

  private hasAnswered = false;
  private isDrawing = false;
  private hasDrawn = false;

  private receive(message: ToPage): void {
    switch (message.t) {
      case 'welcome':
        this.welcomed = true;
        this.hasAnswered = true;
        if (this.doubt !== null) clearTimeout(this.doubt);
        this.doubt = null;
        return;
      case 'answer':
        this.questions.get(message.n)?.resolve(message.value);
        this.questions.delete(message.n);
        return;
      case 'failure': {
        const code = isPortErrorCode(message.code) ? message.code : 'internal';
        this.questions.get(message.n)?.reject(new PortError(code, message.message));
        this.questions.delete(message.n);
        return;
      }
      case 'values':
        for (const [n, value] of message.values) {
          const watch = this.watches.get(n);
          if (watch === undefined) continue;
          watch.isAnswered = true;
          watch.onValue(value);
        }
        this.lookWhetherDrawn();
        return;
      case 'note':
        this.lines.get(message.n)?.onMessage(message.say);
        return;
      case 'stopped':
        this.stopped = true;
        for (const { message: asked, resolve, reject } of this.questions.values()) {
          if (asked.t === 'command' && asked.name === 'stop') resolve(null);
          else reject(new PortError('stopped', 'the hub has stopped'));
        }
        this.questions.clear();
        this.home.onStopped?.();
    }
  }

  /** What came leads to more that is watched, as a page leads to its channel: it is looked at again after a frame. */
  private lookWhetherDrawn(): void {
    if (this.hasDrawn || this.isDrawing) return;
    this.isDrawing = true;
    const frame = globalThis.requestAnimationFrame ?? ((run: () => void) => setTimeout(run));
    frame(() =>
      setTimeout(() => {
        this.isDrawing = false;
        this.hasDrawn ||= [...this.watches.values()].every(({ isAnswered }) => isAnswered);
        if (this.hasDrawn) this.post({ t: 'drawn' });
      }),
    );
  }

  private post(message: ToHub): void {
    this.port?.postMessage(message, []);
  }
}

/** Asks the browser to keep the store. A browser that asks the person may never answer. */
async function persistStorage(): Promise<void> {
  const tooLate = new Promise((resolve) => setTimeout(resolve, PERSIST_WITHIN_MS));
  await Promise.race([globalThis.navigator?.storage?.persist?.().catch(() => false), tooLate]);
}

/** Takes a lock that the browser frees when this page is gone, however it went; null where there are no locks. */
function holdLock(): Promise<string | null> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return Promise.resolve(null);
  const name = `lectern-tab-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve) => {
    locks
      .request(name, () => {
        resolve(name);
        return new Promise(() => {});
      })
      .catch(() => resolve(null));
  });
}
