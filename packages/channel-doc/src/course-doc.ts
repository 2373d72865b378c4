import { type ChannelEntry, channelTypes, courseRoles, isUuid, type PersonEntry } from '@lectern/contracts';
import type * as Y from 'yjs';
import { projectMap, setIfOther } from './plain-values.ts';
import { isCount, own } from './record.ts';

/** A course as all of its members see it: its name, its open channels, its people. A projection of tables. */
export interface CourseProjection {
  readonly name: string;
  readonly channels: readonly ChannelEntry[];
  readonly people: readonly PersonEntry[];
}

/** Makes the document say exactly this, with as few writes as that takes. */
export function projectCourse(doc: Y.Doc, { name, channels, people }: CourseProjection): void {
  doc.transact(() => {
    setIfOther(doc.getMap<unknown>('meta'), 'name', name);
    projectMap(doc.getMap<unknown>('channels'), new Map(channels.map((entry) => [entry.id, entry])));
    projectMap(doc.getMap<unknown>('people'), new Map(people.map((entry) => [entry.id, entry])));
  });
}

/** The inverse of `projectCourse`, in the order of names; null while the document has not been written. */
export function readCourse(doc: Y.Doc): CourseProjection | null {
  const name = doc.getMap<unknown>('meta').get('name');
  if (typeof name !== 'string') return null;
  const channels = [...doc.getMap<unknown>('channels').values()].flatMap((value) => entryOf(value) ?? []);
  const people = [...doc.getMap<unknown>('people').values()].flatMap((value) => personOf(value) ?? []);
  return { name, channels: channels.sort(byName), people: people.sort(byName) };
}

/** The directory entry that a value is, or null. */
export function entryOf(value: unknown): ChannelEntry | null {
  const [id, course, name, topic, type, archived, life] = [
    'id',
    'course',
    'name',
    'topic',
    'type',
    'archived',
    'life',
  ].map((key) => own(value, key));
  if (!isUuid(id) || !isUuid(course) || typeof name !== 'string' || typeof topic !== 'string') return null;
  if (!isOneOf(channelTypes, type) || typeof archived !== 'boolean' || !isCount(life)) return null;
  return { id, course, name, topic, type, archived, life } as unknown as ChannelEntry;
}

export const isOneOf = <T extends string>(known: readonly T[], value: unknown): value is T =>
  known.some((one) => one === value);

function personOf(value: unknown): PersonEntry | null {
  const [id, name, handle, role] = ['id', 'name', 'handle', 'role'].map((key) => own(value, key));
  if (!isUuid(id) || typeof name !== 'string' || typeof handle !== 'string' || !isOneOf(courseRoles, role))
    return null;
  return { id, name, handle, role } as unknown as PersonEntry;
}

/** By name, then by id, so that every replica has the same order. No locale: the screen sorts for its reader. */
const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  compare(a.name, b.name) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
