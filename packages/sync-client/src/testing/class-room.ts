import type { ChannelId, CourseId, Me, OpId } from '@lectern/contracts';
import { createMemoryStorage } from '@lectern/local-store';
import type { Clock } from '../clock.ts';
import { newChannel } from './make.ts';
import { RealServer } from './real-server.ts';
import type { ServerClient } from './server-client.ts';
import { TestHub } from './test-hub.ts';

/** Somebody with an account. */
export interface TestPerson {
  readonly client: ServerClient;
  readonly me: Me;
}

/** A real server with one course, and the hubs that a test opens on it. */
export class ClassRoom {
  readonly server: RealServer;
  /** Who set the server up, and administers the course. */
  readonly ada: TestPerson;
  readonly course: CourseId;
  private readonly hubs: TestHub[] = [];

  private constructor(server: RealServer, ada: TestPerson, course: CourseId) {
    this.server = server;
    this.ada = ada;
    this.course = course;
  }

  /** @param isWide whether the server's rates are too wide to be felt */
  static async build(isWide = false): Promise<ClassRoom> {
    const server = await RealServer.start(undefined, isWide);
    const ada = await server.setUp();
    const hub = new TestHub(ada.client, createMemoryStorage({ durable: true }));
    await hub.tab.command('open', ada.me);
    const { courses } = await hub.until('sidebar', null, (value) => value.courses.length > 0);
    await hub.stop();
    return new ClassRoom(server, ada, courses[0]!.id);
  }

  invite(): Promise<TestPerson> {
    return this.server.invite(this.ada.client, this.course);
  }

  /** A hub in a browser where this person has just signed in. */
  async open(
    person: TestPerson,
    storage = createMemoryStorage({ durable: true }),
    clock?: Clock,
  ): Promise<TestHub> {
    const hub = this.reopen(person, storage, clock);
    await hub.tab.command('open', person.me);
    return hub;
  }

  /** The hub of a browser that was closed and is opened again. */
  reopen(
    { client }: Pick<TestPerson, 'client'>,
    storage: ReturnType<typeof createMemoryStorage>,
    clock?: Clock,
  ): TestHub {
    const hub = new TestHub(client, storage, client.WebSocket, clock);
    this.hubs.push(hub);
    return hub;
  }

  async newChannel(hub: TestHub, type: 'public' | 'private' = 'public'): Promise<ChannelId> {
    const channel = newChannel();
    const name = `room ${channel.slice(0, 8)}`;
    const id = crypto.randomUUID() as OpId;
    const { course } = this;
    await hub.tab.command('submit', {
      ...{ kind: 'channel.create', id, at: 1, channel, course, name, topic: '', type },
    });
    return channel;
  }

  /** After each test. */
  async closeHubs(): Promise<void> {
    for (const hub of this.hubs.splice(0)) await hub.stop();
  }

  async tearDown(): Promise<void> {
    await this.closeHubs();
    await this.server.stop();
  }
}
