import type { UserId } from '@lectern/contracts';
import { toldKey } from '../shell/told-notice.ts';

/**
 * Of these due reminders, those that this browser has not told the person in a toast; from now on it has. Nothing is
 * told twice, in two tabs or after a reload.
 */
export function takeUntold(person: UserId, due: readonly string[]): readonly string[] {
  const told = readTold(person);
  const untold = due.filter((reminder) => !told.includes(reminder));
  // What is due no more is forgotten: one that is moved is told again.
  if (untold.length > 0 || told.length !== due.length) remember(person, due);
  return untold;
}

function readTold(person: UserId): readonly string[] {
  try {
    const told: unknown = JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]');
    return Array.isArray(told) ? told : [];
  } catch {
    return toldHere;
  }
}

function remember(person: UserId, due: readonly string[]): void {
  toldHere = due;
  try {
    localStorage.setItem(keyOf(person), JSON.stringify(due));
  } catch {
    // Then only this page remembers.
  }
}

const keyOf = (person: UserId): string => toldKey('reminders', person);

/** For a browser without storage. */
let toldHere: readonly string[] = [];
