import { textMarks } from '@lectern/contracts';
import { $toggleLink } from '@lexical/link';
import { FORMAT_TEXT_COMMAND, type LexicalEditor } from 'lexical';
import { useLayoutEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../components/button.tsx';
import { keepFocus } from '../composer/keep-focus.ts';
import { formats } from '../composer/lexical-body.ts';
import { LinkField } from '../composer/link-field.tsx';
import { commandName } from '../hooks/use-hotkeys.ts';
import { media, useMedia } from '../hooks/use-media.ts';
import { formattingWords } from '../words/formatting.ts';
import { noteWords } from '../words/notes.ts';
import { caretRect, placeNear } from './floating-place.ts';
import type { Place } from './use-place.ts';

/** Formats of what is selected, over it. */
export function SelectionBar({
  editor,
  place,
  onAsk,
}: {
  editor: LexicalEditor;
  place: Place;
  /** Asks about what is selected; null where nothing can be asked. */
  onAsk: (() => void) | null;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const [linking, setLinking] = useState(false);
  const phone = useMedia(media.phone);
  // The place of the words, while the focus is in the field for their address.
  const rect = useRef<DOMRect | null>(null);
  useLayoutEffect(() => {
    if (!linking) rect.current = caretRect(editor);
    placeNear(ref.current!, rect.current, 'above');
  });
  const setLink = (address: string | null) => {
    setLinking(false);
    editor.update(() => $toggleLink(address));
    editor.focus();
  };
  return (
    <div ref={ref} className="note-tools absolute z-20 w-max max-w-[calc(100vw-16px)]">
      {linking ? (
        <div className="appear w-80 max-w-full rounded-card bg-raised shadow-float">
          <LinkField
            address={place.link}
            onSet={setLink}
            onClose={() => {
              setLinking(false);
              editor.focus();
            }}
          />
        </div>
      ) : (
        <div
          role="toolbar"
          aria-label={noteWords.toolbar}
          className="appear flex items-center gap-0.5 rounded-card bg-raised p-1 shadow-float"
        >
          {marks.map(({ mark, keys }) => (
            <IconButton
              key={mark}
              icon={mark}
              label={formattingWords[mark]}
              {...(keys ? { keys: `${commandName} ${keys}` } : {})}
              aria-pressed={(place.marks & textMarks[mark]) !== 0}
              onPointerDown={keepFocus}
              onClick={() => editor.dispatchCommand(FORMAT_TEXT_COMMAND, formats[mark])}
            />
          ))}
          <IconButton
            icon="link"
            label={formattingWords.link}
            aria-pressed={place.link !== null}
            onPointerDown={keepFocus}
            onClick={() => setLinking(true)}
          />
          {onAsk && (
            <>
              <span className="mx-0.5 h-5 w-px bg-line" />
              {phone ? (
                <IconButton icon="question" label={noteWords.ask} onPointerDown={keepFocus} onClick={onAsk} />
              ) : (
                <Button size="small" kind="quiet" icon="question" onPointerDown={keepFocus} onClick={onAsk}>
                  {noteWords.ask}
                </Button>
              )}
            </>
          )}
        </div>
      )}
    </div>
  );
}

const marks: readonly { readonly mark: keyof typeof formats; readonly keys?: string }[] = [
  { mark: 'bold', keys: 'B' },
  { mark: 'italic', keys: 'I' },
  { mark: 'strike' },
  { mark: 'code' },
];
