import {
  type Body,
  type ChannelId,
  MAX_BODY_BYTES,
  MAX_MENTIONS,
  type MessageId,
  type PersonEntry,
  TYPING_EVERY_MS,
  type UserId,
} from '@lectern/contracts';
import { checkBody, groupsOf, mentionsOf, plainText, roomIn } from '@lectern/rich-text';
import {
  type ReactNode,
  type Ref,
  Suspense,
  startTransition,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { IconButton } from '../components/button.tsx';
import { cx } from '../components/class-names.ts';
import { lazily } from '../components/lazily.ts';
import { inOwnTurn } from '../hooks/in-own-turn.ts';
import { useCallable } from '../hooks/use-callable.ts';
import { media, useMedia } from '../hooks/use-media.ts';
import { useSettings } from '../hooks/use-settings.ts';
import { useStable } from '../hooks/use-stable.ts';
import { usePage } from '../hub/hub-context.tsx';
import { words } from '../words/words.ts';
import { joinBodies, trimBody } from './body-parts.ts';
import { type EditorHandle, plainPlace } from './editor.ts';
import { keepFocus } from './keep-focus.ts';
import { PlainEditor } from './plain-editor.tsx';
import { richEditor } from './rich-editor-loader.ts';
import { commandIn, type TypedCommand } from './slash-command.ts';
import { useAsking } from './use-asking.ts';
import { useDraft } from './use-draft.ts';

export const loadSimilarQuestions = () => import('./similar-questions.tsx');
const SimilarQuestions = lazily(loadSimilarQuestions, (module) => module.SimilarQuestions);

/** A text that is shorter fits in any script: it need not be weighed. */
const SURELY_FITS = MAX_BODY_BYTES / 4;
/** It is told how many more characters there may be when there are fewer. */
const NEARLY_FULL = 1_000;

export const loadComposer = richEditor.load;

export interface ComposerHandle {
  focus(): void;
  /** Sends what is written, from wherever the focus is. */
  send(): void;
  /** Puts a body behind what is written. */
  add(body: Body): void;
}

interface ComposerProps {
  purpose: 'send' | 'edit';
  label: string;
  people: readonly PersonEntry[];
  nameOf: (user: UserId) => string;
  onSubmit: (body: Body, isQuestion: boolean) => void;
  /** What is written here can be asked as a question. */
  mayAsk?: boolean;
  /** Does what a command says; answers what is wrong with it. Without it, a command is text. */
  onCommand?: (command: TypedCommand) => Promise<string | null>;
  onCancel?: () => void;
  /** Where it is said: what is to be sent is kept as the draft of this place. */
  channel: ChannelId;
  thread?: MessageId;
  initial?: Body;
  /** Drawn inside its frame, above the text. */
  above?: ReactNode;
  /** ArrowUp in an empty composer; true when something came of it. */
  onUpWhenEmpty?: () => boolean;
  ref?: Ref<ComposerHandle>;
}

/**
 * Where messages are written. A plain text area stands here at once and gives way to the rich editor, of the same
 * size, as soon as that is loaded; text, caret and focus go over.
 */
export function Composer({
  purpose,
  label,
  people,
  nameOf,
  onSubmit,
  mayAsk = false,
  onCommand,
  onCancel,
  channel,
  thread,
  initial,
  above,
  onUpWhenEmpty,
  ref,
}: ComposerProps) {
  const { hub } = usePage();
  const settings = useSettings();
  const coarse = useMedia(media.coarse);
  const rich = richEditor.use();
  const editor = useRef<EditorHandle | null>(null);
  const [empty, setEmpty] = useState(true);
  const [place, setPlace] = useState(plainPlace);
  const [fault, setFault] = useState<string | null>(null);
  /** Characters that may still be written, once that is worth a word. */
  const [room, setRoom] = useState<number | null>(null);
  const carried = useRef<{ body: Body; focused: boolean } | null>(null);
  const settle = useStable(() => setEmpty(editor.current?.isEmpty() ?? true));
  const draft = useDraft(
    purpose === 'send' ? { channel, ...(thread ? { thread } : {}) } : null,
    editor,
    settle,
  );
  const callable = useCallable(channel);
  const asking = useAsking(editor, mayAsk);
  const lastTyping = useRef(0);
  // A thumb has no Shift key: there Enter begins a new line and the button sends.
  const enterSends = settings.enterSends && !coarse;

  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    send: () => submit(),
    add: (body) => {
      const handle = editor.current;
      if (!handle) return;
      handle.write(handle.isEmpty() ? body : joinBodies(handle.read(), body));
      settle();
      draft.changed();
      handle.focus();
    },
  }));

  const changed = useStable(() => {
    const handle = editor.current;
    if (!handle) return;
    const isEmpty = handle.isEmpty();
    setEmpty(isEmpty);
    setFault(null);
    asking.changed();
    const left = handle.length() < SURELY_FITS ? NEARLY_FULL : roomIn(trimBody(handle.read()));
    setRoom(left < NEARLY_FULL ? left : null);
    draft.changed();
    // Who writes in a thread is not said to write in the channel.
    if (purpose === 'edit' || thread || isEmpty || performance.now() - lastTyping.current < TYPING_EVERY_MS)
      return;
    lastTyping.current = performance.now();
    void hub.command('typing', { channel }).catch(() => {});
  });
  const onChange = useStable(() => inOwnTurn(changed));
  const startAnew = (handle: EditorHandle) => {
    handle.clear();
    // Not asked of the editor: while it handles the Enter that brought us here, it still holds what was sent.
    startTransition(() => {
      setEmpty(true);
      setRoom(null);
    });
    lastTyping.current = 0;
    draft.sent();
  };
  const submit = useStable(() => {
    const handle = editor.current;
    if (!handle || handle.isEmpty()) return;
    const typed = handle.read();
    // A space before the slash makes text of it.
    const handleOf = (user: UserId) => people.find(({ id }) => id === user)?.handle;
    const command = onCommand ? commandIn(plainText(typed, handleOf).trimEnd()) : null;
    if (command && onCommand) {
      void onCommand(command)
        .catch(() => words.port.internal)
        .then((wrong) => {
          setFault(wrong);
          // What was written meanwhile is another text.
          if (wrong === null && JSON.stringify(handle.read()) === JSON.stringify(typed)) startAnew(handle);
        });
      return;
    }
    const body = trimBody(typed);
    const wrong = checkBody(body);
    if (wrong) {
      setFault(
        wrong === 'too-large'
          ? words.composer.tooLong(-roomIn(body))
          : mentionsOf(body).length > MAX_MENTIONS
            ? words.composer.tooManyMentions
            : words.composer.saysNothing,
      );
      return;
    }
    // One that was put in elsewhere, or before the right to call it was lost.
    const called = initial ? groupsOf(initial) : [];
    const beyond = groupsOf(body).find((group) => ![...called, ...callable.groups].includes(group));
    if (beyond) {
      setFault(words.composer.mayNotCall(beyond));
      return;
    }
    if (purpose === 'send') startAnew(handle);
    onSubmit(body, asking.isQuestion);
    asking.reset();
  });
  const cancel = useStable(() => {
    if (!onCancel) return false;
    onCancel();
    return true;
  });
  const up = useStable(() => onUpWhenEmpty?.() ?? false);

  const handleRef = useStable((handle: EditorHandle | null) => {
    const before = editor.current;
    editor.current = handle;
    if (handle && !before) {
      const start = carried.current?.body ?? initial;
      if (start) handle.write(start);
      if (carried.current?.focused || purpose === 'edit') handle.focus();
      draft.arrived();
      settle();
    }
    // The plain editor goes: the rich one begins with what stood there.
    else if (!handle && before) {
      const body = before.read();
      carried.current = { body, focused: before.hasFocus() };
      draft.leaving(body);
    }
  });
  useEffect(() => {
    // A mouse or a keyboard is here: writing is what one comes for. A phone keeps its keyboard down until asked.
    if (purpose === 'send' && !coarse) editor.current?.focus();
  }, [purpose, coarse]);

  const shared = {
    label,
    people,
    callable,
    nameOf,
    enterSends,
    takesCommands: onCommand !== undefined,
    handleRef,
    onChange,
    onSubmit: submit,
    onCancel: cancel,
    onUpWhenEmpty: up,
  };
  return (
    <div>
      <div
        className={cx(
          'relative flex flex-col rounded-card border border-line-control bg-surface transition-colors focus-within:border-focus',
          purpose === 'edit' && 'my-1',
        )}
      >
        {above}
        {asking.typed !== null && (
          <Suspense>
            <SimilarQuestions typed={asking.typed} onClose={asking.dismiss} />
          </Suspense>
        )}
        {rich ? <rich.RichEditor {...shared} onPlace={setPlace} /> : <PlainEditor {...shared} />}
        <div className="flex min-h-9 flex-wrap items-center gap-0.5 px-1 pb-1 coarse:min-h-11">
          {rich && <rich.ComposerTools editor={editor} place={place} asking={mayAsk ? asking : null} />}
          <span className="grow" />
          {room !== null && (
            <span className={cx('shrink-0 px-2 text-meta', room < 0 ? 'text-danger-text' : 'text-muted')}>
              {words.composer.room(room)}
            </span>
          )}
          {purpose === 'edit' ? (
            <>
              <span className="px-2 text-meta text-muted coarse:hidden">{words.messages.editing}</span>
              <IconButton icon="close" label={words.common.cancel} onClick={() => onCancel?.()} />
              <IconButton
                icon="check"
                label={words.messages.saveEdit}
                disabled={empty}
                onClick={submit}
                tone="accent"
              />
            </>
          ) : (
            <IconButton
              icon="send"
              label={words.composer.send}
              {...(enterSends ? { keys: '↵' } : {})}
              disabled={empty}
              onPointerDown={keepFocus}
              onClick={submit}
              tone={empty ? 'muted' : 'primary'}
              className="rtl:-scale-x-100"
            />
          )}
        </div>
      </div>
      {fault && (
        <p role="alert" className="px-1 pt-1 text-small text-danger-text">
          {fault}
        </p>
      )}
    </div>
  );
}
