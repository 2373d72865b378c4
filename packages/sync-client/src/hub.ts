import {
  conversationKey,
  type DeviceId,
  type Me,
  newId,
  PROTOCOL_VERSION,
  type UserId,
} from '@lectern/contracts';
import {
  once,
  openMemoryStorage,
  type SignedIn,
  type Storage,
  StorageFault,
  type Store,
} from '@lectern/local-store';
import type { Api } from './api.ts';
import { Attention } from './attention.ts';
import type { Clock } from './clock.ts';
import { fetchDocuments } from './documents.ts';
import { restoreOps } from './journal.ts';
import type { NoteToHub, NoteToPage } from './note-messages.ts';
import type { PageNotes } from './notes/page-notes.ts';
import { Person } from './person.ts';
import type { PersonCommand } from './person-commands.ts';
import type { CommandName, Commands, ViewName, Views } from './port.ts';
import { PortError } from './port-error.ts';
import type { SessionView } from './port-values.ts';
import { Topics } from './topics.ts';
import { watchView } from './view-host.ts';
import { viewOpeners } from './views/openers.ts';
import { settingsOf } from './views/settings.ts';

/** What a hub needs of its surroundings. */
export interface HubOptions {
  /** What is on the screen comes first: the link is made when this resolves. At once where there is no screen. */
  readonly drawn?: Promise<void>;
  readonly openStorage: () => Promise<Storage>;
  readonly api: Api;
  readonly clock: Clock;
  readonly socketUrl: string;
  readonly WebSocket: typeof WebSocket;
  /** What the browser says of the network; `listen` tells of changes. */
  readonly network: {
    readonly online: () => boolean;
    readonly listen: (onChange: (online: boolean) => void) => void;
  };
}
export interface Tab {
  command<Name extends CommandName>(
    name: Name,
    argument: Commands[Name]['argument'],
  ): Promise<Commands[Name]['answer']>;
  /** What a page says of a note that it has open in an editor; `n` is its number of the line. */
  note(n: number, message: NoteToHub, answer: (message: NoteToPage, transfer?: Transferable[]) => void): void;
  close(): void;
}
export interface HubCore {
  /** `onStopped` is called when the hub has given way to a newer one. */
  openTab(onStopped: () => void): Tab;
  watch<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    onValue: (value: Views[Name]['value']) => void,
  ): () => void;
  /** Writes out what is open and stops. */
  stop(): Promise<void>;
}

/** The version of hubs that may run side by side: what goes over the wire and into the stores is the same. */
export const HUB_VERSION = PROTOCOL_VERSION;

/** Time for tabs to hand over what stands in their composers when a session ends elsewhere, in milliseconds. */
const LAST_WORDS_MS = 250;

/** One hub: it opens the stores of whoever is signed in, and answers tabs. */
export function createHub(options: HubOptions): HubCore {
  return new RunningHub(options);
}

class RunningHub implements HubCore {
  private readonly options: HubOptions;
  private readonly topics = new Topics();
  private readonly attention = new Attention();
  private readonly tabs = new Map<Tab, () => void>();
  private readonly openers: ReturnType<typeof viewOpeners>;
  private readonly started: Promise<Storage>;
  private readonly state = { works: true, full: false };
  private person: Person | null = null;
  /** Whose session has just been locked: their drafts are still taken. */
  private closing: Person | null = null;
  private session: SessionView | undefined;
  private stopped = false;
  /** Commands that change who is signed in follow one another. */
  private turns: Promise<unknown>;

  constructor(options: HubOptions) {
    this.options = options;
    this.openers = viewOpeners({
      topics: this.topics,
      clock: options.clock,
      person: () => this.person,
      session: () => this.session,
      storage: this.state,
      onFault: (error) => this.fault(error),
    });
    this.started = this.start();
    this.turns = this.started.catch((error: unknown) => this.fault(error));
    this.topics.on(['settings'], () => this.attentionChanged());
    options.network.listen((online) => this.person?.link.setOnline(online));
  }

  openTab(onStopped: () => void): Tab {
    let notes: Promise<PageNotes> | null = null;
    const tab: Tab = {
      command: (name, argument) => this.command(tab, name, argument),
      note: (n, message, answer) => {
        notes ??= import('./notes/page-notes.ts').then(
          (program) => new program.PageNotes(() => this.present()),
        );
        notes.then((page) => page.hear(n, message, answer)).catch((error: unknown) => this.fault(error));
      },
      close: () => {
        notes?.then((page) => page.close()).catch(() => {});
        this.tabs.delete(tab);
        this.attention.leave(tab);
        this.attentionChanged();
      },
    };
    this.tabs.set(tab, onStopped);
    this.attention.setActive(tab, true);
    this.attentionChanged();
    if (this.stopped) onStopped();
    return tab;
  }

  watch<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
    onValue: (value: Views[Name]['value']) => void,
  ): () => void {
    return watchView(this.openers, name, params, onValue);
  }

  async stop(): Promise<void> {
    await this.inTurn(async () => {
      this.stopped = true;
      await this.closePerson();
    });
    for (const onStopped of [...this.tabs.values()]) onStopped();
  }

  // --- commands ----------------------------------------------------------------------------------------------

  private async command<Name extends CommandName>(
    tab: Tab,
    name: Name,
    argument: Commands[Name]['argument'],
  ): Promise<Commands[Name]['answer']> {
    this.person?.background.now?.fill.hold();
    if (this.stopped) throw new PortError('stopped', 'this hub has given way to a newer one');
    try {
      const commands = name in this.commands ? this.commands : await this.personCommands();
      const run = commands[name as keyof typeof commands] as (
        argument: unknown,
        tab: Tab,
      ) => Promise<Commands[Name]['answer']>;
      return await run(argument, tab);
    } catch (error) {
      if (error instanceof StorageFault) throw new PortError(error.code, String(error.cause));
      throw error;
    }
  }

  private readonly commands: {
    readonly [Name in Exclude<CommandName, PersonCommand>]: (
      argument: Commands[Name]['argument'],
      tab: Tab,
    ) => Promise<Commands[Name]['answer']>;
  } = {
    open: (me) => this.inTurn(() => this.open(me)),
    submit: async (op) => {
      const person = await this.present();
      await person.ops.submit(op);
      if (this.state.full && person.journal.find(op.id)?.written === 'disk') this.storageIs({ full: false });
      return null;
    },
    saveDraft: async ({ channel, thread, body }) => {
      (this.closing ?? (await this.present())).profile.saveDraft(conversationKey(channel, thread), body);
      return null;
    },
    saveSettings: async (changes) => {
      (await this.present()).profile.saveSettings(changes);
      this.attentionChanged();
      return null;
    },
    viewing: async ({ channel }, tab) => {
      this.attention.setViewing(tab, channel);
      this.attentionChanged();
      return null;
    },
    showing: async ({ note, inSight }, tab) => {
      this.attention.setShowing(tab, note && { note, inSight });
      this.attentionChanged();
      return null;
    },
    typing: async ({ channel }) => {
      this.person?.presence.typing(channel);
      return null;
    },
    attention: async ({ active }, tab) => {
      this.attention.setActive(tab, active);
      this.attentionChanged();
      return null;
    },
    probe: async () => {
      this.person?.link.probe();
      return null;
    },
    persistStorage: async () => {
      this.topics.mark('storage');
      return (await globalThis.navigator?.storage?.persisted?.()) ?? false;
    },
    wipe: () => this.inTurn(() => this.wipe()),
    stop: async () => {
      await this.stop();
      return null;
    },
  };

  private readonly personCommands = once(async () =>
    (await fetchDocuments()).personCommands(() => this.present(), this.options.clock),
  );

  /** The person whose store is open; waits for the start, so that a tab may write at once. */
  private async present(): Promise<Person> {
    await this.started;
    await this.turns;
    if (this.person === null) throw new PortError('no-session', 'nobody is signed in');
    return this.person;
  }

  private attentionChanged(): void {
    const { person } = this;
    if (person === null) return;
    const isBusy = settingsOf(person.profile.settings).presence === 'busy';
    person.presence.setHere(isBusy ? 'busy' : this.attention.anyActive ? 'online' : 'away');
    person.setAttentive(this.attention.anyActive);
    person.setViewing(this.attention.viewing);
    person.setShowing(this.attention.showing);
  }

  // --- who is signed in ----------------------------------------------------------------------------------------

  private async start(): Promise<Storage> {
    const storage = await this.options.openStorage();
    this.state.works = storage.durable;
    const signedIn = await storage.device.read().catch(() => null);
    if (signedIn === null) this.enterNobody();
    else if (signedIn.locked) await this.showLocked(storage, signedIn.me);
    else await this.openPerson(storage, signedIn);
    return storage;
  }

  private async open(me: Me): Promise<null> {
    const storage = await this.started;
    if (this.person?.catalog.me.id === me.id && this.session?.state === 'open') {
      this.person.link.probe();
      return null;
    }
    await this.closePerson();
    const device = await this.signIn(storage, me);
    await this.openPerson(storage, { me, device, locked: false });
    return null;
  }

  private async openPerson(storage: Storage, { me, device }: SignedIn): Promise<void> {
    const { api, clock, socketUrl, WebSocket, network, drawn } = this.options;
    const store = await this.openStore(storage, me.id);
    const person = new Person({
      me,
      device,
      store,
      facts: await store.facts.readAll(),
      api,
      clock,
      topics: this.topics,
      socketUrl,
      WebSocket,
      online: network.online(),
      drawn: drawn ?? Promise.resolve(),
      onLocked: () => {
        this.inTurn(() => this.lock(storage, person));
      },
      onMe: (known) => {
        storage.device.signIn(known).catch((error: unknown) => this.fault(error));
        this.enter({ state: 'open', me: known });
      },
      onStoreLost: () => {
        this.inTurn(() => this.beginAnew(storage, person));
      },
      onFault: (error) => this.fault(error),
    });
    this.person = person;
    this.enter({ state: 'open', me });
    await person.open();
    this.attentionChanged();
  }

  /** The browser has cleared its stores under a living hub: this one begins with empty ones, and what it still knows. */
  private async beginAnew(storage: Storage, person: Person): Promise<void> {
    if (this.person !== person) return;
    const { me } = person.catalog;
    const ops = person.journal.shown().filter(({ state }) => state === 'waiting' || state === 'refused');
    const drafts = [...person.profile.drafts];
    const notes = person.notes.now?.journal.all ?? [];
    await this.closePerson();
    const device = await this.signIn(storage, me);
    const store = await this.openStore(storage, me.id);
    await restoreOps(store.journal, ops).catch((error: unknown) => this.fault(error));
    await store.notes
      .append(notes.map(({ n: _, written: __, ...row }) => row))
      .catch((error: unknown) => this.fault(error));
    await store.close();
    await this.openPerson(storage, { me, device, locked: false });
    for (const [conversation, body] of drafts) this.person?.profile.saveDraft(conversation, body);
    this.storageIs({ works: storage.durable });
  }

  /** Where nothing can be written, the person is known for this run alone. */
  private async signIn(storage: Storage, me: Me): Promise<DeviceId> {
    try {
      return await storage.device.signIn(me);
    } catch (error) {
      this.fault(error);
      return newId<DeviceId>();
    }
  }

  /** A store that cannot be opened must not keep anybody out: then this run is one without a net. */
  private async openStore(storage: Storage, user: UserId): Promise<Store> {
    try {
      return await storage.openStore(user);
    } catch (error) {
      this.fault(error);
      return (await openMemoryStorage()).openStore(user);
    }
  }

  private async lock(storage: Storage, person: Person): Promise<void> {
    if (this.person !== person) return;
    const { me } = person.catalog;
    await storage.device.lock(me.id);
    this.closing = person;
    this.enter({ state: 'locked', me, unsent: person.journal.waiting + (await unsentNotes(person.store)) });
    await new Promise<void>((resolve) => this.options.clock.after(LAST_WORDS_MS, resolve));
    this.closing = null;
    await this.closePerson();
  }

  private async showLocked(storage: Storage, me: Me): Promise<void> {
    const store = await storage.openStore(me.id);
    const [rows, notes] = await Promise.all([store.journal.readOpen(), unsentNotes(store)]);
    await store.close();
    const ops = rows.filter((row) => row.state === 'waiting').length;
    this.enter({ state: 'locked', me, unsent: ops + notes });
  }

  private async wipe(): Promise<null> {
    const storage = await this.started;
    const { person, session } = this;
    this.person = null;
    if (person !== null) await person.wipe();
    else if (session?.state === 'locked') await (await storage.openStore(session.me.id)).wipe();
    const user = session === undefined || session.state === 'none' ? null : session.me.id;
    if (user !== null) await storage.device.signOut(user);
    this.enterNobody();
    return null;
  }

  /** While somebody signs in, what they need then can come. */
  private enterNobody(): void {
    this.enter({ state: 'none' });
    fetchDocuments().catch(() => {});
  }

  private async closePerson(): Promise<void> {
    const { person } = this;
    this.person = null;
    await person?.close();
  }

  private enter(session: SessionView): void {
    this.session = session;
    this.topics.mark('session');
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.turns.then(task, task);
    this.turns = turn.catch((error: unknown) => this.fault(error));
    return turn;
  }

  private fault(error: unknown): void {
    if (!(error instanceof StorageFault)) console.error(error);
    else if (error.code === 'storage-full') this.storageIs({ full: true });
    else this.storageIs({ works: false });
  }

  private storageIs(found: Partial<typeof this.state>): void {
    const before = JSON.stringify(this.state);
    Object.assign(this.state, found);
    if (JSON.stringify(this.state) !== before) this.topics.mark('storage');
  }
}

/** Notes of which something is not on the server. */
const unsentNotes = async ({ notes }: Pick<Store, 'notes'>): Promise<number> =>
  new Set((await notes.read()).map(({ note }) => note)).size;
