import { isVisible, type PlainBody } from '@lectern/contracts';
import { bodyFromText, plainText } from '@lectern/rich-text';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { hasCommand } from '../hooks/use-hotkeys.ts';
import { byHandle, type EditorHandle, type EditorProps, editorClass } from './editor.ts';

/** The text area that stands in until the rich editor is loaded, and for good where it cannot be. */
export function PlainEditor({
  label,
  people,
  callable,
  nameOf,
  enterSends,
  handleRef,
  onChange,
  onSubmit,
  onCancel,
  onUpWhenEmpty,
}: EditorProps) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const known = useRef({ people, callable });
  known.current = { people, callable };

  useLayoutEffect(() => {
    const area = ref.current!;
    // What was put in and not touched is what it was, with all that a text area cannot show.
    let untouched: { readonly text: string; readonly body: PlainBody } | null = null;
    const handle: EditorHandle = {
      read: () =>
        untouched?.text === area.value ? untouched.body : bodyFromText(area.value, byHandle(known.current)),
      write: (body) => {
        area.value = plainText(
          body,
          (user) => known.current.people.find((person) => person.id === user)?.handle ?? nameOf(user),
        );
        untouched = body.kind === 'plain' ? { text: area.value, body } : null;
        grow(area);
      },
      clear: () => {
        untouched = null;
        area.value = '';
        grow(area);
      },
      focus: () => area.focus({ preventScroll: true }),
      hasFocus: () => document.activeElement === area,
      isEmpty: () => !isVisible(area.value),
      length: () => area.value.length,
      toggle: () => {},
      toggleBlock: () => {},
      setLink: () => {},
      beginMention: () => area.focus(),
    };
    handleRef(handle);
    return () => handleRef(null);
  }, [handleRef, nameOf]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const sends = event.key === 'Enter' && (hasCommand(event) || (enterSends && !event.shiftKey));
    if (sends) onSubmit();
    const used =
      sends ||
      (event.key === 'Escape' && onCancel()) ||
      (event.key === 'ArrowUp' && event.currentTarget.value === '' && onUpWhenEmpty());
    if (used) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <textarea
      ref={ref}
      rows={1}
      dir="auto"
      aria-label={label}
      placeholder={label}
      className={`${editorClass} bg-transparent placeholder:truncate`}
      onInput={(event) => {
        grow(event.currentTarget);
        onChange();
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function grow(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
