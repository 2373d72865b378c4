import { conversationKey } from '@lectern/contracts';
import { levelKey, storedCare } from './channel-level.ts';
import type { Clock } from './clock.ts';
import type { Person } from './person.ts';
import type { CommandName, Commands } from './port.ts';
import { isNearEnough } from './reminders.ts';

/** How a command is answered. */
export type Answer<Name extends CommandName> = (
  argument: Commands[Name]['argument'],
) => Promise<Commands[Name]['answer']>;

/** Commands that concern nobody but the person who is signed in: no tab, no store and no session. */
export type PersonCommand =
  | 'discard'
  | 'discardAside'
  | 'markRead'
  | 'markUnread'
  | 'placeOf'
  | 'markAllRead'
  | 'readAgain'
  | 'care'
  | 'search'
  | 'similarQuestions'
  | 'save'
  | 'remind'
  | 'closeReminders'
  | 'readNotices'
  | 'setHistoryBudget'
  | 'putAside';

/**
 * Their answers, fetched with what speaks to the server.
 * @param present the person, once the start has come so far; rejects when nobody is signed in
 */
export const personCommands = (
  present: () => Promise<Person>,
  clock: Pick<Clock, 'now'>,
): { readonly [Name in PersonCommand]: Answer<Name> } => ({
  discard: async (id) => {
    await (await present()).ops.discard(id);
    return null;
  },
  discardAside: async ({ note, at }) => {
    const notes = await (await present()).openNotes();
    await notes.journal.discardAside(note, at);
    return null;
  },
  markRead: async ({ channel, thread, seq }) => {
    (await present()).profile.markRead(conversationKey(channel, thread), seq);
    return null;
  },
  markUnread: async ({ channel, seq }) => {
    (await present()).profile.markUnread(channel, seq);
    return null;
  },
  placeOf: async ({ channel, at }) => {
    const { store, history } = await present();
    const { placeOfDate } = await import('./place-of-date.ts');
    return placeOfDate(store.mirror, history, channel, at);
  },
  markAllRead: async ({ course }) => {
    const person = await present();
    return (await import('./mark-all-read.ts')).markAllRead(person, course);
  },
  readAgain: async ({ before }) => {
    const { profile } = await present();
    for (const { key, seq } of before) profile.readAgain(key, seq);
    return null;
  },
  care: async ({ channel, care }) => {
    (await present()).profile.saveSettings({ [levelKey(channel)]: storedCare(care) });
    return null;
  },
  search: async (request) => (await present()).search.find(request),
  similarQuestions: async ({ text }) => {
    const { search } = await present();
    const { similarQuestions } = await import('./similar-questions.ts');
    return similarQuestions(text, (request) => search.find(request));
  },
  save: async ({ message, channel, seq, on }) => {
    const { saved } = await present();
    if (on) return saved.save(message, { channel, seq, at: clock.now() });
    saved.letGo(message);
    return true;
  },
  remind: async ({ message, at, ...of }) => {
    const { saved, serverClock } = await present();
    if (at === null) {
      saved.cancelReminder(message);
      return 'done';
    }
    const remind = serverClock.ofDevice(at);
    if (!isNearEnough(remind, serverClock.now())) return 'too-far';
    return saved.remind(message, of, remind, clock.now()) ? 'done' : 'full';
  },
  closeReminders: async ({ messages }) => {
    const person = await present();
    await (await import('./close-reminders.ts')).closeReminders(person, messages);
    return null;
  },
  readNotices: async ({ upTo }) => {
    (await present()).profile.readNotices(upTo);
    return null;
  },
  setHistoryBudget: async ({ bytes }) => {
    await (await present()).setHistoryBudget(bytes);
    return null;
  },
  putAside: async ({ channel }) => {
    (await present()).background.now?.away.putAside(channel);
    return null;
  },
});
