import { Fragment, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { cx } from '../../components/class-names.ts';
import { Icon } from '../../components/icons.tsx';
import { switcherWords } from '../../words/switcher.ts';
import type { Dialogs } from '../shell/dialogs.tsx';
import { matchingOptions, type SwitcherOption } from './options.ts';
import { useMessages, usePlaces } from './use-options.ts';

/** Goes to whatever is named: type, choose with the arrows, Enter. */
export function SwitcherDialog({
  onShow,
  onClose,
}: {
  /** Shows another dialog in its place. */
  onShow: Dialogs['show'];
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const places = matchingOptions(typed, usePlaces(onShow));
  const messages = useMessages(typed);
  const q = typed.trim();
  const search: SwitcherOption[] =
    q === ''
      ? []
      : [
          {
            key: 'search',
            group: 'message',
            icon: 'search',
            label: switcherWords.search(q),
            run: () => navigate(`/search?q=${encodeURIComponent(q)}`),
          },
        ];
  // Messages come a moment later: below everything that stands already, so that nothing moves under the arrow.
  const options = [...places, ...search, ...messages];
  const active = Math.min(at, Math.max(0, options.length - 1));

  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  useLayoutEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  const run = (option: SwitcherOption | undefined) => {
    if (!option) return;
    onClose();
    option.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setAt((active + step + options.length) % Math.max(1, options.length));
    else if (event.key === 'Enter') run(options[active]);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Esc is the key for it
    <dialog
      ref={dialog}
      className="dialog switcher"
      style={{ ['--dialog-width' as string]: '560px' }}
      aria-label={switcherWords.title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Icon name="search" size={18} className="text-muted" />
        <input
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-label={switcherWords.placeholder}
          placeholder={switcherWords.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 grow bg-transparent text-[1.0625rem] outline-none coarse:h-14"
        />
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={switcherWords.title}
        className="overflow-y-auto p-1.5"
      >
        {options.map((option, index) => (
          <Fragment key={`${option.group} ${option.key}`}>
            {option.group !== options[index - 1]?.group && (
              <div role="presentation" className="px-2.5 pt-2 pb-1 text-meta font-semibold text-muted">
                {switcherWords.groups[option.group]}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled where the caret is */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setAt(index)}
              onClick={() => run(option)}
              className={cx(
                'flex min-h-9 cursor-pointer items-center gap-3 rounded-control px-2.5 coarse:min-h-12',
                index === active && 'bg-hover',
              )}
            >
              <Icon name={option.icon} size={18} className="text-muted" />
              <bdi className={cx('name min-w-0 truncate', option.isNew && 'font-semibold')}>
                {option.label}
              </bdi>
              {option.detail && (
                <bdi className="ms-auto max-w-[40%] shrink-0 truncate ps-2 text-small text-muted">
                  {option.detail}
                </bdi>
              )}
            </div>
          </Fragment>
        ))}
        {options.length === 0 && <p className="px-2.5 py-4 text-small text-muted">{switcherWords.none}</p>}
      </div>
    </dialog>
  );
}
