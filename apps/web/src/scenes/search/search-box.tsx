import { MAX_QUERY_LENGTH } from '@lectern/contracts';
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { Icon } from '../../components/icons.tsx';
import { SuggestionList } from '../../components/suggestion-list.tsx';
import { usePeople } from '../../hooks/use-people.ts';
import { channelsInOrder, useSidebar } from '../../hooks/use-sidebar.ts';
import { searchWords } from '../../words/search.ts';
import { type Suggestion, type Suggestions, suggest } from './suggestions.ts';

export interface SearchBoxHandle {
  /** Begins a filter at the end of the text, with its suggestions open. */
  begin(filter: string): void;
  focus(): void;
}

/** The one line of a search. A filter that has been begun offers its ways to go on. */
export function SearchBox({
  value,
  onChange,
  onEnter,
  onLeave,
  onDown,
  ref,
}: {
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
  /** Esc in an empty line. */
  onLeave: () => void;
  /** The arrow down when nothing is offered: to the first result. */
  onDown: () => void;
  ref: Ref<SearchBoxHandle>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const sidebar = useSidebar();
  const people = usePeople(sidebar.courses[0]?.id ?? ('' as never));
  const offered = useMemo<Suggestions | null>(
    () =>
      caret === null
        ? null
        : suggest(value, caret, {
            people: people.list,
            channels: channelsInOrder(sidebar),
            today: new Date(),
          }),
    [value, caret, people.list, sidebar],
  );
  const look = () => {
    const element = input.current;
    setCaret(element && document.activeElement === element ? element.selectionStart : null);
    setActive(0);
  };
  useImperativeHandle(ref, () => ({
    begin(filter) {
      const text = `${value.trimEnd()} ${filter}:`.trimStart();
      onChange(text);
      input.current?.focus();
      setCaret(text.length);
      setActive(0);
    },
    focus: () => input.current?.focus(),
  }));
  const choose = (option: Suggestion) => {
    if (!offered) return;
    const text = `${value.slice(0, offered.start)}${option.text} ${value.slice(offered.end).trimStart()}`;
    onChange(text);
    setCaret(null);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event;
    const count = offered?.options.length ?? 0;
    if (count > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
      setActive((active + (key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (count > 0 && (key === 'Enter' || key === 'Tab')) choose(offered!.options[active]!);
    else if (key === 'Escape' && count > 0) setCaret(null);
    else if (key === 'Escape' && value === '') onLeave();
    else if (key === 'ArrowDown') onDown();
    else if (key === 'Enter') onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <search className="relative mx-auto flex w-full max-w-[var(--text-column)] min-w-0 items-center">
      <Icon name="search" size={18} className="pointer-events-none absolute start-2.5 text-muted" />
      <input
        ref={input}
        type="search"
        dir="auto"
        role="combobox"
        aria-expanded={offered !== null}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={offered ? `${listId}-${active}` : undefined}
        value={value}
        maxLength={MAX_QUERY_LENGTH}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setActive(0);
        }}
        onSelect={look}
        onBlur={() => setCaret(null)}
        onKeyDown={onKeyDown}
        placeholder={searchWords.placeholder}
        aria-label={searchWords.label}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        // The screen is there to search: its one line has the caret from the beginning.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        className="min-h-9 w-full rounded-control bg-hover ps-9 pe-9 outline-offset-[-2px] text-body coarse:min-h-11 coarse:text-[1rem] [&::-webkit-search-cancel-button]:hidden"
      />
      {value && (
        <IconButton
          icon="close"
          iconSize={16}
          label={searchWords.clearText}
          className="absolute end-0.5"
          onClick={() => {
            onChange('');
            input.current?.focus();
          }}
        />
      )}
      {offered && (
        <SuggestionList
          id={listId}
          label={searchWords.suggestions}
          options={offered.options}
          keyOf={(option) => option.text}
          active={active}
          className="inset-x-0 top-full mt-1"
          onPick={choose}
          onHover={setActive}
        >
          {(option) => (
            <>
              <bdi className="min-w-0 truncate">{option.label}</bdi>
              <span className="ms-auto shrink-0 text-small text-muted">{option.detail}</span>
            </>
          )}
        </SuggestionList>
      )}
    </search>
  );
}
