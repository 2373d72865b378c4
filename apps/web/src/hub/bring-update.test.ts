import { afterEach, expect, test, vi } from 'vitest';
import { bringUpdate } from './bring-update.ts';

/** A version of the app that the browser fetches, keeps, or gives up. */
class Version extends EventTarget {
  state: ServiceWorkerState;
  readonly postMessage = vi.fn();

  constructor(state: ServiceWorkerState) {
    super();
    this.state = state;
  }

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** What the browser says of versions, and whether the page was loaded again. */
function browser(registration: { installing: Version | null; waiting: Version | null } | undefined) {
  const reload = vi.fn();
  const update = vi.fn(async () => {});
  const known = registration && Object.assign(registration, { update });
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => known } });
  vi.stubGlobal('location', { reload });
  return { reload, update };
}
/** Lets promises that are settled go on. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

afterEach(() => vi.unstubAllGlobals());

test('a version that is just being installed is waited for and takes over; the old one is not loaded again', async () => {
  const next = new Version('installing');
  const registration = { installing: next as Version | null, waiting: null as Version | null };
  const { reload } = browser(registration);
  const brought = bringUpdate();
  await turn();
  expect([next.postMessage.mock.calls, reload.mock.calls]).toEqual([[], []]);
  Object.assign(registration, { installing: null, waiting: next });
  next.become('installed');
  await brought;
  expect(next.postMessage).toHaveBeenCalledWith({ type: 'take-over' });
  expect(reload).not.toHaveBeenCalled();
});

test('a version that cannot be asked for again takes over all the same when it is there', async () => {
  const next = new Version('installed');
  const { reload, update } = browser({ installing: null, waiting: next });
  update.mockRejectedValueOnce(new TypeError('no network'));
  await bringUpdate();
  expect(next.postMessage).toHaveBeenCalledWith({ type: 'take-over' });
  expect(reload).not.toHaveBeenCalled();
});

test('of a version that could not be installed the page is loaded again, from the server or from what is kept', async () => {
  const next = new Version('installing');
  const { reload } = browser({ installing: next, waiting: null });
  const brought = bringUpdate();
  await turn();
  next.become('redundant');
  await brought;
  expect([next.postMessage.mock.calls.length, reload.mock.calls.length]).toEqual([0, 1]);
});

test.each([undefined, { installing: null, waiting: null }])(
  'where nothing newer is kept the page is loaded again',
  async (registration) => {
    const { reload } = browser(registration);
    await bringUpdate();
    expect(reload).toHaveBeenCalledOnce();
  },
);
