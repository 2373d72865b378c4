import { textMarks } from '@lectern/contracts';
import { IconButton } from '../components/button.tsx';
import { commandName } from '../hooks/use-hotkeys.ts';
import { formattingWords } from '../words/formatting.ts';
import type { BlockKind, CaretPlace, Mark } from './editor.ts';

/** Marks, link and blocks: pressed where the caret stands in them. */
export function FormatBar({
  place,
  onMark,
  onBlock,
  onLink,
}: {
  place: CaretPlace;
  onMark: (mark: Mark) => void;
  onBlock: (kind: BlockKind) => void;
  onLink: () => void;
}) {
  const tool = (name: Mark | BlockKind | 'link', pressed: boolean, use: () => void, keys?: string) => (
    <IconButton
      key={name}
      icon={name}
      label={formattingWords[name]}
      {...(keys ? { keys: `${commandName} ${keys}` } : {})}
      aria-pressed={pressed}
      onPointerDown={(event) => event.preventDefault()}
      onClick={use}
    />
  );
  return (
    <div
      role="toolbar"
      aria-label={formattingWords.format}
      // A line of its own where there is no room beside the others.
      className="appear flex min-w-0 overflow-x-auto [scrollbar-width:none] max-tablet:order-first max-tablet:basis-full"
    >
      {marks.map(({ mark, keys }) =>
        tool(mark, (place.marks & textMarks[mark]) !== 0, () => onMark(mark), keys),
      )}
      {tool('link', place.link !== null, onLink)}
      {blocks.map((kind) => tool(kind, place.block === kind, () => onBlock(kind)))}
    </div>
  );
}

const marks: readonly { mark: Mark; keys?: string }[] = [
  { mark: 'bold', keys: 'B' },
  { mark: 'italic', keys: 'I' },
  { mark: 'strike' },
  { mark: 'code' },
];
const blocks: readonly BlockKind[] = ['list', 'numbers', 'quote', 'codeBlock'];
