import '../components/note/note.css';
import './note-editor.css';
import type { NoteId, UserId } from '@lectern/contracts';
import type { NoteCursor, NoteEnd, NotePresence, OpenNoteReplica } from '@lectern/sync-client';
import {
  $createNodeSelection,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_HIGH,
  KEY_ENTER_COMMAND,
  type NodeKey,
} from 'lexical';
import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { hueOf } from '../components/avatar.tsx';
import { useToast } from '../components/toast.tsx';
import { media, useMedia } from '../hooks/use-media.ts';
import { useStable } from '../hooks/use-stable.ts';
import { number } from '../words/format.ts';
import { noteWords } from '../words/notes.ts';
import { anchorOf } from './anchor-passage.ts';
import { bindNote, type NoteBinding } from './bind-note.ts';
import { $putBlock } from './block-actions.ts';
import { BlockChip } from './block-chip.tsx';
import { BlockHandle } from './block-handle.tsx';
import { EditorMargin } from './editor-margin.tsx';
import { caretRect } from './floating-place.ts';
import { FormulaField } from './formula-field.tsx';
import { joinReplica } from './join-replica.ts';
import { type BlockKind, makeBlock } from './make-block.ts';
import { EditorErrors, makeNoteEditor, registerNoteEditor } from './make-note-editor.ts';
import {
  $createFormulaBlockNode,
  $createFormulaNode,
  $isFormula,
  type FormulaBlockNode,
  type FormulaNode,
} from './note-nodes.ts';
import { MAX_PASTE } from './note-paste.ts';
import { SelectionBar } from './selection-bar.tsx';
import { SlashMenu } from './slash-menu.tsx';
import { TouchBar } from './touch-bar.tsx';
import { usePlace } from './use-place.ts';

export interface NoteEditorProps {
  note: NoteId;
  title: string;
  open: OpenNoteReplica;
  nameOf: (user: UserId) => string;
  /** It shows the note, and can be typed in. Told where it draws blocks. */
  onHere: (elementOf: NoteBinding['elementOf']) => void;
  /** It cannot go on: what it was given is nothing that it knows, or its turn is over. */
  onOver: (why: 'broken' | NoteEnd) => void;
  onPresence: (present: readonly NotePresence[]) => void;
  /** What stands in the margin, by block. */
  beside: ReadonlyMap<string, ReactNode>;
  /** Asks about what is selected; null where nothing can be asked. */
  onAsk: ((anchor: ReturnType<typeof anchorOf>) => void) | null;
}

/** A note that is written in, together with whoever else has it open. */
export function NoteEditor({ note, title, open, nameOf, beside, onAsk, ...props }: NoteEditorProps) {
  const root = useRef<HTMLDivElement>(null);
  const carets = useRef<HTMLDivElement>(null);
  const [errors] = useState(() => new EditorErrors());
  const [editor] = useState(() => makeNoteEditor(errors));
  const place = usePlace(editor);
  const toast = useToast();
  const [formula, setFormula] = useState<OpenFormula | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const isTouch = useMedia(media.coarse);
  const [elementOf, setElementOf] = useState<NoteBinding['elementOf'] | null>(null);
  const cursor = useRef<NoteCursor | null>(null);
  const tellCursor = useRef<(cursor: NoteCursor | null) => void>(() => {});
  const told = useStable(() => props);
  const name = useStable(nameOf);
  const tooLong = useStable(() =>
    toast({ icon: 'info', title: noteWords.pasteTooLong(`${number(MAX_PASTE)}`) }),
  );
  const openFormula = useStable((key: NodeKey) => {
    const read = editor.getEditorState().read(() => {
      const node = $getNodeByKey(key);
      return $isFormula(node) ? { source: node.getSource(), display: !node.isInline() } : null;
    });
    const element = editor.getElementByKey(key);
    if (read && element) setFormula({ key, ...read, at: element.getBoundingClientRect() });
  });

  useLayoutEffect(() => {
    editor.setRootElement(root.current);
    const stop = registerNoteEditor(editor, { onTooLong: tooLong });
    const stopEnter = editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const picked = $getSelection()?.getNodes()[0];
        if ($isRangeSelection($getSelection()) || !$isFormula(picked)) return false;
        event?.preventDefault();
        openFormula(picked.getKey());
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    );
    const replica = open(note);
    tellCursor.current = (at) => replica.setCursor(at);
    let binding: NoteBinding | null = null;
    let present: readonly NotePresence[] = [];
    const showCarets = () =>
      binding?.showCarets(
        present.map(({ user, editor: id, cursor }) => ({
          editor: id,
          name: name(user),
          color: `light-dark(oklch(0.5 0.13 ${hueOf(user)}), oklch(0.62 0.13 ${hueOf(user)}))`,
          cursor,
        })),
      );
    const joined = joinReplica(replica, {
      onHere: (doc) => {
        binding = bindNote(editor, doc, {
          errors,
          carets: carets.current!,
          onCursor: (at) => {
            cursor.current = at;
            replica.setCursor(at);
          },
          onFault: (why) => {
            console.error(why);
            editor.setEditable(false);
            told().onOver('broken');
          },
        });
        if (binding === null) return;
        const { elementOf } = binding;
        setElementOf(() => elementOf);
        editor.setEditable(true);
        showCarets();
        told().onHere(elementOf);
      },
      // The hub says what is not on this device yet; the scene shows that.
      onUnwritten: (error) => console.error(error),
    });
    replica.onPresence((others) => {
      present = others;
      showCarets();
      told().onPresence(others);
    });
    replica.onEnd((why) => {
      editor.setEditable(false);
      told().onOver(why);
    });
    const redraw = new ResizeObserver(() => binding?.redrawCarets());
    redraw.observe(root.current!);
    return () => {
      redraw.disconnect();
      binding?.close();
      joined.close();
      stopEnter();
      stop();
      editor.setEditable(false);
      editor.setRootElement(null);
    };
  }, [editor, errors, note, open, tooLong, openFormula, told, name]);

  usePicked(editor, place.picked);

  const pick = (kind: BlockKind) => {
    if (kind === 'formula' || kind === 'formulaLine')
      setFormula({ key: null, source: '', display: kind === 'formula', at: caretRect(editor) });
    else {
      makeBlock(editor, kind);
      editor.focus();
    }
  };
  const closeFormula = () => {
    setFormula(null);
    editor.focus();
  };
  const setSource = (source: string) => {
    const { key, display } = formula!;
    editor.update(() => {
      if (key !== null) {
        const node = $getNodeByKey(key) as FormulaNode | FormulaBlockNode | null;
        node?.setSource(source);
        node?.selectNext();
      } else if (display) $putBlock($createFormulaBlockNode(source));
      else $insertNodes([$createFormulaNode(source)]);
    });
    closeFormula();
  };
  const onClick = (event: MouseEvent) => {
    const element = (event.target as Element).closest('.note-formula, .note-formula-block, .note-rule');
    if (!element || !editor.isEditable()) return;
    const key = editor.read(() => $getNearestNodeFromDOMNode(element)?.getKey() ?? null);
    if (key === null) return;
    if (element.classList.contains('note-rule')) {
      editor.update(() => {
        const selection = $createNodeSelection();
        selection.add(key);
        $setSelection(selection);
      });
    } else openFormula(key);
  };
  const ask = () => {
    const quote = editor
      .read(() => $getSelection()?.getTextContent() ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const at = cursor.current;
    if (!at || quote === '' || !onAsk) return;
    const isBackward = editor.read(() => {
      const selection = $getSelection();
      return $isRangeSelection(selection) && selection.isBackward();
    });
    onAsk(
      isBackward ? anchorOf(note, at.focus, at.anchor, quote) : anchorOf(note, at.anchor, at.focus, quote),
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears where the focus is
    <div
      className="relative"
      onFocus={() => {
        setHasFocus(true);
        tellCursor.current(cursor.current);
      }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setHasFocus(false);
        // Still here, and writing nowhere.
        tellCursor.current(null);
      }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rich text cannot stand in a textarea */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on what is picked does the same */}
      <div
        ref={root}
        role="textbox"
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        aria-multiline="true"
        aria-label={noteWords.editor(title)}
        onClick={onClick}
        className="note note-editor"
      />
      {place.isEmpty && (
        <p
          aria-hidden="true"
          className="pointer-events-none absolute inset-x-0 top-0 text-[1rem]/[1.625rem] text-muted select-none"
        >
          {isTouch ? noteWords.placeholderTouch : noteWords.placeholder}
        </p>
      )}
      {isTouch && hasFocus && formula === null && <TouchBar editor={editor} place={place} onPick={pick} />}
      <div ref={carets} aria-hidden="true" className="note-carets" />
      {elementOf && <EditorMargin editor={editor} beside={beside} elementOf={elementOf} />}
      <BlockHandle editor={editor} />
      {hasFocus && <BlockChip editor={editor} place={place} />}
      {hasFocus && place.isSelection && formula === null && (
        <SelectionBar editor={editor} place={place} onAsk={onAsk && ask} />
      )}
      {hasFocus && <SlashMenu editor={editor} typed={place.slash} onPick={pick} />}
      {formula && (
        <FormulaField
          key={formula.key ?? 'new'}
          source={formula.source}
          display={formula.display}
          at={formula.at}
          onSet={setSource}
          onRemove={
            formula.key === null
              ? null
              : () => {
                  editor.update(() => {
                    const node = $getNodeByKey(formula.key!);
                    node?.selectNext();
                    node?.remove();
                  });
                  closeFormula();
                }
          }
          onClose={closeFormula}
        />
      )}
    </div>
  );
}

interface OpenFormula {
  /** Null for one that is not there yet. */
  readonly key: NodeKey | null;
  readonly source: string;
  readonly display: boolean;
  readonly at: DOMRect | null;
}

/** A block that is picked as a whole looks so. */
function usePicked(editor: ReturnType<typeof makeNoteEditor>, key: NodeKey | null): void {
  useEffect(() => {
    const element = key === null ? null : editor.getElementByKey(key);
    element?.classList.add('note-picked');
    return () => element?.classList.remove('note-picked');
  }, [editor, key]);
}
