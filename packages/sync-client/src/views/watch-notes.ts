import type { Notes } from '../notes/notes.ts';
import type { Person } from '../person.ts';
import type { Topic } from '../topics.ts';
import type { ViewContext } from './context.ts';

/**
 * The notes of whoever is signed in, which are loaded when somebody first looks at them. `changed` is called on these
 * topics, when the notes have come, and when somebody else is signed in.
 * @param use holds on to what is looked at, as long as it is
 */
export function watchNotes(
  context: ViewContext,
  topics: readonly Topic[],
  changed: () => void,
  use: (notes: Notes) => () => void = () => () => {},
) {
  let person: Person | null = null;
  let notes: Notes | null = null;
  let release = (): void => {};
  let isClosed = false;
  const look = (): void => {
    const present = context.person();
    if (present !== person) {
      release();
      release = () => {};
      [person, notes] = [present, null];
      present
        ?.openNotes()
        .then((opened) => {
          if (isClosed || person !== present) return;
          notes = opened;
          release = use(opened);
          changed();
        })
        .catch(context.onFault);
    }
    changed();
  };
  const stop = context.topics.on([...topics, 'session'], look);
  look();
  return {
    /** Null before they are there. */
    present: () => (notes === null || person === null ? null : { notes, person }),
    close(): void {
      isClosed = true;
      release();
      stop();
    },
  };
}
