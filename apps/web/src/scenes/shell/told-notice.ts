import type { UserId } from '@lectern/contracts';

/** Newest notice that this browser has told a person in a toast: nothing is told twice, not even after a reload. */
export function toldNotice(person: UserId): number {
  try {
    return Number(localStorage.getItem(keyOf(person)) ?? 0);
  } catch {
    return toldHere;
  }
}

export function rememberTold(person: UserId, notice: number): void {
  toldHere = notice;
  try {
    localStorage.setItem(keyOf(person), String(notice));
  } catch {
    // Then only this page remembers.
  }
}

/** Nothing of a person stays on a device that they have left. */
export function forgetTold(): void {
  toldHere = 0;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(TOLD)) localStorage.removeItem(key);
  } catch {
    // Then there is nothing to forget.
  }
}

const TOLD = 'lectern-told-';
/** Where it is remembered what a person has been told. */
export const toldKey = (what: 'notice' | 'reminders', person: UserId): string => `${TOLD}${what}:${person}`;
const keyOf = (person: UserId): string => toldKey('notice', person);

/** For a browser without storage. */
let toldHere = 0;
