import type { CommandName, Commands, ViewName, Views } from './port.ts';
import { PortError } from './port-error.ts';
import { type OpenView, type ViewOpeners, watchView } from './view-host.ts';

export interface HubOptions {
  readonly build: string;
}
export interface Tab {
  command<Name extends CommandName>(
    name: Name,
    argument: Commands[Name]['argument'],
  ): Promise<Commands[Name]['answer']>;
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
}

export function createHub(_options: HubOptions): HubCore {
  const still = <Value>(value: Value): OpenView<Value> => ({ read: () => value, close: () => {} });
  const openers: ViewOpeners = {
    session: () => still({ state: 'none' }),
    connection: () => still({ state: 'connecting', upToDateAt: null, waiting: 0 }),
    sidebar: () => still({ courses: [], ready: false }),
    timeline: () => still({ items: [], older: 'loading', newer: 'end', readSeq: 0, ready: false }),
    people: () => still({ people: [], presence: [], ready: false }),
    typing: () => still([]),
    pending: () => still([]),
    notices: () => still([]),
    settings: () => still({ theme: 'system', presence: 'auto', enterSends: true, singleKeys: true }),
    storage: () => still({ persisted: null, usedBytes: null, works: true, full: false }),
    draft: () => still(null),
  };
  return {
    openTab: () => ({
      command: (name) => Promise.reject(new PortError('internal', `${name} is not there yet`)),
      close: () => {},
    }),
    watch: (name, params, onValue) => watchView(openers, name, params, onValue),
  };
}
