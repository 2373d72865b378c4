import { textMarks } from '@lectern/contracts';
import { IconButton } from '../components/button.tsx';
import { commandName } from '../hooks/use-hotkeys.ts';
import { words } from '../words/words.ts';
import type { Mark } from './editor.ts';

/** Bold, italic, strikethrough, code: pressed where the caret stands in them. */
export function FormatBar({ marks, onToggle }: { marks: number; onToggle: (mark: Mark) => void }) {
  return (
    <div role="toolbar" aria-label={words.composer.format} className="appear flex">
      {tools.map(({ mark, keys }) => (
        <IconButton
          key={mark}
          icon={mark}
          label={words.composer[mark]}
          {...(keys ? { keys: `${commandName} ${keys}` } : {})}
          aria-pressed={(marks & textMarks[mark]) !== 0}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onToggle(mark)}
        />
      ))}
    </div>
  );
}

const tools: readonly { mark: Mark; keys?: string }[] = [
  { mark: 'bold', keys: 'B' },
  { mark: 'italic', keys: 'I' },
  { mark: 'strike' },
  { mark: 'code' },
];
