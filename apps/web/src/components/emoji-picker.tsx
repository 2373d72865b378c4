import { type EmojiEntry, table } from 'virtual:emoji';
import { type KeyboardEvent, useRef, useState } from 'react';
import { emojiWords } from '../words/emoji.ts';
import { cx } from './class-names.ts';
import { findEmoji } from './find-emoji.ts';
import { Floating } from './floating.tsx';

/** What courses say most often without words. */
const USUAL = ['👍', '❤️', '🎉', '😂', '🙏', '👀', '✅', '🤔'];
/** Hits that are drawn; who wants others types on. */
const MOST_HITS = 96;
const COLUMNS = 8;

/** Lets a person pick an emoji by looking or by its name. Everything is here, with or without a network. */
export function EmojiPicker({
  anchor,
  onPick,
  onClose,
}: {
  anchor: Element | null;
  onPick: (emoji: string) => void;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState(0);
  const asked = query.trim().toLowerCase();
  const shown = asked === '' ? table.filter((entry) => entry[3] === group) : findEmoji(asked, MOST_HITS);
  const pick = (emoji: string) => {
    onClose();
    onPick(emoji);
  };
  return (
    <Floating
      ref={ref}
      role="dialog"
      label={emojiWords.title}
      anchor={anchor}
      // A thumb looks first: the keyboard would cover the emoji.
      start={matchMedia('(pointer: coarse)').matches ? '[data-emoji]' : 'input'}
      className="emoji-picker"
      onKeyDown={(event) => onPickerKey(event, ref.current!, onClose)}
      onClose={onClose}
    >
      <input
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        placeholder={emojiWords.search}
        aria-label={emojiWords.search}
        autoComplete="off"
        className="h-9 w-full shrink-0 rounded-control bg-hover px-2.5 text-body outline-offset-[-2px] coarse:h-11"
      />
      {asked === '' && (
        <>
          <Grid entries={usual} label={emojiWords.usual} onPick={pick} />
          <div
            role="tablist"
            aria-label={emojiWords.groupsLabel}
            className="flex gap-0.5 border-y border-line py-1"
          >
            {groups.map(([of, sign]) => (
              <button
                key={of}
                type="button"
                role="tab"
                aria-selected={of === group}
                aria-label={emojiWords.groups[of]}
                data-tip={emojiWords.groups[of]}
                onClick={() => setGroup(of)}
                className={cx(
                  'emoji flex h-7 grow items-center justify-center rounded-control coarse:h-10',
                  of === group ? 'bg-active' : 'hover:bg-hover',
                )}
              >
                {sign}
              </button>
            ))}
          </div>
        </>
      )}
      <div className="min-h-0 grow overflow-y-auto overscroll-contain">
        <Grid
          entries={shown}
          label={asked === '' ? (emojiWords.groups[group] ?? '') : emojiWords.hits(shown.length)}
          onPick={pick}
        />
        {shown.length === 0 && (
          <p className="px-2 py-6 text-center text-small text-muted">{emojiWords.none}</p>
        )}
      </div>
    </Floating>
  );
}

function Grid({
  entries,
  label,
  onPick,
}: {
  entries: readonly EmojiEntry[];
  label: string;
  onPick: (emoji: string) => void;
}) {
  return (
    <fieldset aria-label={label} className="grid grid-cols-8">
      {entries.map(([emoji, name]) => (
        <button
          key={emoji}
          type="button"
          data-emoji=""
          aria-label={name}
          data-tip={name}
          onClick={() => onPick(emoji)}
          className="emoji flex aspect-square items-center justify-center rounded-control text-[1.25rem] outline-offset-[-2px] hover:bg-hover"
        >
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}

const byEmoji = new Map(table.map((entry) => [entry[0], entry] as const));
const usual = USUAL.map((emoji) => byEmoji.get(emoji)).filter((entry) => entry !== undefined);

/** Every group with its first emoji as its sign, in the order of the table. */
const groups = [...new Set(table.map((entry) => entry[3]))].map(
  (group) => [group, table.find((entry) => entry[3] === group)![0]] as const,
);

/** Arrows move over the emoji, Enter in the field takes the first, Esc closes. */
function onPickerKey(event: KeyboardEvent, picker: HTMLElement, onClose: () => void): void {
  const cells = [...picker.querySelectorAll<HTMLElement>('[data-emoji]')];
  const at = cells.indexOf(document.activeElement as HTMLElement);
  const rtl = getComputedStyle(picker).direction === 'rtl';
  const steps: Record<string, number> = {
    ArrowDown: at < 0 ? 0 : at + COLUMNS,
    ArrowUp: at - COLUMNS,
    ArrowLeft: rtl ? at + 1 : at - 1,
    ArrowRight: rtl ? at - 1 : at + 1,
  };
  const inField = document.activeElement instanceof HTMLInputElement;
  const step = steps[event.key];
  if (event.key === 'Escape') onClose();
  else if (event.key === 'Enter' && inField) cells[0]?.click();
  else if (step !== undefined && (!inField || event.key === 'ArrowDown')) {
    if (step < 0) picker.querySelector('input')?.focus();
    else cells[Math.min(step, cells.length - 1)]?.focus();
  } else {
    // What is typed is for the field, not for the list of messages behind.
    event.stopPropagation();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
