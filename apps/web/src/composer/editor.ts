import type { Body, MentionNode, PersonEntry, PlainBody, textMarks, UserId } from '@lectern/contracts';
import type { Callable } from '../hooks/use-callable.ts';

export type Mark = keyof typeof textMarks;

/** Blocks other than paragraphs. */
export type BlockKind = 'quote' | 'list' | 'numbers' | 'codeBlock';

/** What the caret stands in. */
export interface CaretPlace {
  /** Bit set of `textMarks`. */
  readonly marks: number;
  readonly block: BlockKind | null;
  /** Where the link leads that the caret is in. */
  readonly link: string | null;
}
export const plainPlace: CaretPlace = { marks: 0, block: null, link: null };

/** What the composer asks of an editor, plain or rich. */
export interface EditorHandle {
  read(): PlainBody;
  /** `write` and `clear` are not told as changes: only a person's own are. */
  write(body: Body): void;
  clear(): void;
  focus(): void;
  hasFocus(): boolean;
  isEmpty(): boolean;
  /** Characters that stand in it, more or less: cheap enough for every keystroke. */
  length(): number;
  toggle(mark: Mark): void;
  toggleBlock(kind: BlockKind): void;
  /** Makes what is selected a link, or no longer (null). Without a selection the address is inserted. */
  setLink(address: string | null): void;
  /** Types the `@` that begins a mention. */
  beginMention(): void;
}

export interface EditorProps {
  label: string;
  people: readonly PersonEntry[];
  /** Groups that may be called here. */
  callable: Callable;
  nameOf: (user: UserId) => string;
  enterSends: boolean;
  /** Commands are offered behind a slash. */
  takesCommands: boolean;
  handleRef: (handle: EditorHandle | null) => void;
  onChange: () => void;
  onSubmit: () => void;
  /** Esc; true when it meant something. */
  onCancel: () => boolean;
  /** ArrowUp in an empty editor; true when it meant something. */
  onUpWhenEmpty: () => boolean;
}

/** Both editors wear these, so that one takes the other's place without a pixel moving. */
export const editorClass =
  'block w-full min-h-[38px] max-h-[40dvh] overflow-y-auto px-3 pt-2 pb-1.5 text-body coarse:text-[1rem]/6 outline-none resize-none whitespace-pre-wrap wrap-anywhere';
export const placeholderClass =
  'pointer-events-none absolute inset-x-3 top-2 truncate text-body text-muted coarse:text-[1rem]/6 select-none';

/** Whom a word behind an `@` means, for mentions that were typed out. */
export const byHandle = ({
  people,
  callable: { groups },
}: Pick<EditorProps, 'people' | 'callable'>): Map<string, MentionNode> =>
  new Map<string, MentionNode>([
    ...people.map(({ handle, id }) => [handle, { t: 'mention', user: id }] as const),
    ...groups.map((group) => [group, { t: 'mention', group }] as const),
  ]);
