import { type RefObject, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { formattingWords } from '../words/formatting.ts';
import type { CaretPlace, EditorHandle } from './editor.ts';
import { FormatBar } from './format-bar.tsx';
import { keepFocus } from './keep-focus.ts';
import { LinkField } from './link-field.tsx';
import type { Asking } from './use-asking.ts';

/** What stands below the text: formats when they are asked for, mention. */
export function ComposerTools({
  editor,
  place,
  asking,
}: {
  editor: RefObject<EditorHandle | null>;
  place: CaretPlace;
  /** Null where nothing can be asked. */
  asking: Asking | null;
}) {
  const [formatting, setFormatting] = useState(false);
  const [linking, setLinking] = useState(false);
  const closeLink = () => {
    setLinking(false);
    editor.current?.focus();
  };
  return (
    <>
      {linking && (
        <div className="absolute inset-x-0 bottom-full z-20 mb-1.5 rounded-card bg-raised shadow-float">
          <LinkField
            address={place.link}
            onSet={(address) => {
              setLinking(false);
              editor.current?.setLink(address);
            }}
            onClose={closeLink}
          />
        </div>
      )}
      <IconButton
        icon="format"
        label={formatting ? formattingWords.hideFormat : formattingWords.format}
        aria-pressed={formatting}
        onPointerDown={keepFocus}
        onClick={() => setFormatting(!formatting)}
      />
      {formatting && (
        <FormatBar
          place={place}
          onMark={(mark) => editor.current?.toggle(mark)}
          onBlock={(kind) => editor.current?.toggleBlock(kind)}
          onLink={() => setLinking(!linking)}
        />
      )}
      <IconButton
        icon="at"
        label={formattingWords.mention}
        onPointerDown={keepFocus}
        onClick={() => editor.current?.beginMention()}
      />
      {asking && (
        <IconButton
          icon="question"
          label={formattingWords.ask}
          aria-pressed={asking.isQuestion}
          onPointerDown={keepFocus}
          onClick={asking.toggle}
        />
      )}
    </>
  );
}
