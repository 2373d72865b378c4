import type { NoteBlock, NoteBody } from '@lectern/contracts';
import { lineWords } from '@lectern/rich-text/notes';
import { useEffect, useState } from 'react';
import { cx } from '../../components/class-names.ts';
import { noteWords } from '../../words/notes.ts';

/** Fewer headings are seen at a glance. */
const FROM = 3;

type Heading = Extract<NoteBlock, { t: 'h' }>;

/** The headings of a long note beside it, where there is room; the one that is read is marked. */
export function NoteOutline({
  body,
  elementOf,
}: {
  body: NoteBody;
  /** The element that draws a block on screen. */
  elementOf: (block: string) => HTMLElement | null;
}) {
  const headings = body.blocks.filter(
    (block): block is Heading => block.t === 'h' && lineWords(block.c).trim() !== '',
  );
  const [current, setCurrent] = useState<string | null>(null);
  const ids = headings.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the headings are what matters, and their names say which
  useEffect(() => {
    const main = document.querySelector('[data-note-page]');
    if (!main || headings.length < FROM) return;
    const look = () => {
      const top = main.getBoundingClientRect().top + 96;
      const passed = headings.filter(
        ({ id }) => (elementOf(id)?.getBoundingClientRect().top ?? Infinity) < top,
      );
      setCurrent(passed.at(-1)?.id ?? headings[0]!.id);
    };
    look();
    main.addEventListener('scroll', look, { passive: true });
    return () => main.removeEventListener('scroll', look);
  }, [ids, elementOf]);
  if (headings.length < FROM) return null;
  const highest = Math.min(...headings.map(({ level }) => level));
  return (
    <nav
      aria-label={noteWords.headings}
      className="note-outline sticky top-0 hidden max-h-full w-52 shrink-0 self-start overflow-y-auto pt-14 pb-8 wide:block"
    >
      <ol className="flex flex-col border-s border-line">
        {headings.map(({ id, level, c }) => (
          <li key={id}>
            <button
              type="button"
              dir="auto"
              aria-current={id === current ? 'location' : undefined}
              onClick={() => elementOf(id)?.scrollIntoView({ block: 'start', behavior: 'smooth' })}
              className={cx(
                'name -ms-px block w-full truncate border-s-2 py-1 text-start text-small',
                id === current
                  ? 'border-accent font-medium text-text'
                  : 'border-transparent text-muted hover:text-text',
              )}
              style={{ paddingInlineStart: 12 + (level - highest) * 12 }}
            >
              {lineWords(c)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
