import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

/** Ways to go on with what is being typed. The caret stays where it is; keys are handled there. */
export function SuggestionList<Option>({
  id,
  label,
  options,
  keyOf,
  active,
  className,
  onPick,
  onHover,
  children,
}: {
  /** Of the list; its options are `id-0`, `id-1`, … for `aria-activedescendant`. */
  id: string;
  label: string;
  options: readonly Option[];
  keyOf: (option: Option) => string;
  active: number;
  /** Where it floats. */
  className: string;
  onPick: (option: Option) => void;
  onHover: (index: number) => void;
  /** Draws one option. */
  children: (option: Option) => ReactNode;
}) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className={cx(
        'appear absolute z-30 max-h-80 overflow-y-auto rounded-card bg-raised p-1 shadow-float',
        className,
      )}
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled where the caret is
        <div
          key={keyOf(option)}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => onHover(index)}
          onClick={() => onPick(option)}
          className={cx(
            'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2 coarse:min-h-12',
            index === active && 'bg-hover',
          )}
        >
          {children(option)}
        </div>
      ))}
    </div>
  );
}
