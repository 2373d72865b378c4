import type { NoteAnchor } from '@lectern/contracts';
import { beginningOf, saysSomething } from '@lectern/rich-text/notes';
import type { NoteEnd, NotePresence, NoteView as NoteViewValue } from '@lectern/sync-client';
import { noteReplicas } from '@lectern/sync-client/note-replica';
import { memo, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { lazily } from '../../components/lazily.ts';
import { NoteView } from '../../components/note/note-view.tsx';
import { Notice } from '../../components/notice.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { useShowingNote } from '../../hooks/use-showing-note.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useStable } from '../../hooks/use-stable.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { ago, fullMoment } from '../../words/format.ts';
import { noteWords } from '../../words/notes.ts';
import { noteAddress, questionNamed } from '../channel/addresses.ts';
import { AskAbout } from './ask-about.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { NoteChanged } from './note-changed.tsx';
import { NoteHeader } from './note-header.tsx';
import { NoteOutline } from './note-outline.tsx';
import { QuestionsBelow, useNoteQuestions } from './note-questions.tsx';
import { SetAside } from './set-aside.tsx';
import { useHashTarget } from './use-hash-target.ts';

const NoteEditor = lazily(
  () => import('../../note-editor/note-editor.tsx'),
  (module) => module.NoteEditor,
);

export type HereView = NoteViewValue & { readonly note: NonNullable<NoteViewValue['note']> };

/** What stands in the place of the editor when it cannot go on. */
type Over = 'broken' | NoteEnd;

/**
 * A note to be read, and by those who may, to be written in: they read it too until the editor has come, which shows
 * the same in the same place.
 */
export const NotePage = memo(function NotePage({
  found,
  view,
  mayManage,
  mayAsk,
}: {
  found: FoundChannel;
  view: HereView;
  mayManage: boolean;
  mayAsk: boolean;
}) {
  const { hub } = usePage();
  const { note, body } = view;
  const channel = found.entry;
  const people = usePeople(found.course.id);
  const copy = useCopy();
  const now = useNow();
  const page = useRef<HTMLDivElement>(null);
  /** Where the note is read, in the editor or without it. */
  const text = useRef<HTMLDivElement>(null);
  useShowingNote(note.id, text);
  const open = useMemo(() => noteReplicas(hub), [hub]);
  /** Where the editor draws blocks, while it stands in the place of the reader. */
  const [editorBlock, setEditorBlock] = useState<((block: string) => HTMLElement | null) | null>(null);
  const isEditing = editorBlock !== null;
  const [over, setOver] = useState<Over | null>(null);
  const [turn, setTurn] = useState(0);
  const [present, setPresent] = useState<readonly NotePresence[]>([]);
  const [asking, setAsking] = useState<(() => Promise<NoteAnchor | null>) | null>(null);
  const [quote, setQuote] = useState('');
  const questions = useNoteQuestions(channel.id, note.id);
  const copyLink = useStable(
    (block: string) =>
      void copy(location.origin + noteAddress(channel.id, note.id, block), noteWords.linkCopied),
  );
  const hasEditor = view.mayEdit && !note.archived && over === null;
  useEffect(() => {
    if (!hasEditor) setEditorBlock(null);
  }, [hasEditor]);
  // Who may edit again gets the editor back.
  useEffect(() => {
    if (view.mayEdit) setOver((before) => (before === 'read-only' ? null : before));
  }, [view.mayEdit]);
  // What waited has gone to the server, so that there is room again.
  useEffect(() => {
    if (view.rung.changes === 0) setOver((before) => (before === 'full' ? null : before));
  }, [view.rung.changes]);
  // What is seen first is drawn first: the rest of a long note follows at once, when the browser has shown that.
  const isWhole = useDeferredValue(true, false);
  const drawn = useMemo(() => (isWhole ? body : beginningOf(body)), [isWhole, body]);
  const elementOf = useCallback(
    (block: string) =>
      editorBlock
        ? editorBlock(block)
        : (page.current?.querySelector<HTMLElement>(`[id="${CSS.escape(block)}"]`) ?? null),
    [editorBlock],
  );
  useHashTarget(
    (name) => {
      const question = questionNamed(name);
      return question === null ? elementOf(name) : questions.elementOf(question, elementOf);
    },
    isWhole &&
      body.blocks.length > 0 &&
      (questions.areKnown || questionNamed(location.hash.slice(1)) === null),
  );

  return (
    <div className="flex min-h-0 grow flex-col">
      <NoteHeader
        found={found}
        note={note}
        body={body}
        rung={view.mayEdit || view.rung.changes > 0 ? view.rung : null}
        present={present}
        nameOf={people.nameOf}
        mayManage={mayManage}
      />
      <main
        className="note-page relative min-h-0 grow overflow-y-auto overscroll-contain scroll-pt-16"
        data-note-page=""
      >
        <div className="mx-auto flex w-full max-w-[1120px] justify-center gap-10 px-5 tablet:px-14">
          <article className="w-full max-w-[720px] min-w-0 pt-10 pb-[calc(96px+env(safe-area-inset-bottom))] max-tablet:pt-6">
            <h1
              dir="auto"
              className="text-[2rem]/[2.5rem] font-bold tracking-tight text-balance wrap-anywhere max-tablet:text-[1.625rem]/[2.125rem]"
            >
              {note.title}
            </h1>
            {/* There is room for a second line: what was found to have changed moves nothing. */}
            <p className="mt-2 mb-2.5 min-h-9 text-small text-muted">
              <time
                dateTime={new Date(note.edited?.at ?? note.at).toISOString()}
                data-tip={fullMoment(note.edited?.at ?? note.at)}
              >
                {note.edited
                  ? noteWords.edited(ago(note.edited.at, now), people.nameOf(note.edited.by))
                  : noteWords.made(ago(note.at, now), people.nameOf(note.by))}
              </time>
              {view.changed && <NoteChanged channel={channel.id} note={note.id} changed={view.changed} />}
            </p>
            <div className="note-notices mb-5 flex flex-col gap-3 empty:hidden">
              {view.setAside && <SetAside note={note.id} title={note.title} aside={view.setAside} />}
              {note.archived && <Notice icon="archive">{noteWords.isArchived}</Notice>}
              {over !== null && (
                <Notice
                  icon={over === 'broken' || over === 'full' ? 'warning' : 'info'}
                  role="status"
                  action={
                    over === 'moved' || over === 'broken' ? (
                      <Button
                        size="small"
                        onClick={() => {
                          setOver(null);
                          setTurn(turn + 1);
                        }}
                      >
                        {noteWords.openAgain}
                      </Button>
                    ) : undefined
                  }
                >
                  {overWords[over]}
                </Notice>
              )}
            </div>
            <div ref={text}>
              {hasEditor && (
                <div hidden={!isEditing}>
                  <Suspense>
                    <NoteEditor
                      key={turn}
                      note={note.id}
                      title={note.title}
                      open={open}
                      nameOf={people.nameOf}
                      beside={questions.beside}
                      onHere={(elementOf) => setEditorBlock(() => elementOf)}
                      onOver={(why) => {
                        setEditorBlock(null);
                        setPresent([]);
                        setOver(why);
                      }}
                      onPresence={(others) =>
                        setPresent((before) => (areSame(before, others) ? before : others))
                      }
                      onAsk={
                        mayAsk
                          ? (anchor) => {
                              setQuote(anchor.quote);
                              setAsking(() => async () => anchor);
                            }
                          : null
                      }
                    />
                  </Suspense>
                </div>
              )}
              {!isEditing && (
                <div ref={page} className="relative">
                  {saysSomething(body) || hasEditor ? (
                    <NoteView body={drawn} onCopyLink={copyLink} beside={questions.beside} />
                  ) : (
                    <p className="text-muted">{noteWords.empty}</p>
                  )}
                  {mayAsk && (
                    <AskAbout
                      page={page}
                      onAsk={(passage) => {
                        setQuote(passage.quote);
                        setAsking(() => async () => {
                          const { anchorPassage } = await import('../../note-editor/anchor-passage.ts');
                          return anchorPassage(open, note.id, passage);
                        });
                      }}
                    />
                  )}
                </div>
              )}
            </div>
            <QuestionsBelow questions={questions} channel={channel.id} nameOf={people.nameOf} />
          </article>
          <NoteOutline body={body} elementOf={elementOf} />
        </div>
      </main>
      {asking && (
        <AskDialog
          channel={channel}
          title={note.title}
          quote={quote}
          anchor={asking}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
});

/** Whether the same editors are there: their carets move with every keystroke. */
const areSame = (before: readonly NotePresence[], after: readonly NotePresence[]): boolean =>
  before.length === after.length && before.every(({ editor }, at) => editor === after[at]!.editor);

const overWords: Record<Over, string> = {
  broken: `${noteWords.broken} ${noteWords.brokenLead}`,
  'read-only': noteWords.readOnlyNow,
  gone: noteWords.goneLead,
  moved: noteWords.moved,
  full: noteWords.deviceFull,
};
