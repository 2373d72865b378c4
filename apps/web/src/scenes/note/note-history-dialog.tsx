import type { ChannelId, NoteId, NoteVersion, NoteVersionId, UserId } from '@lectern/contracts';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/class-names.ts';
import { ConfirmDialog, Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useToast } from '../../components/toast.tsx';
import { useAsk } from '../../hooks/use-call.ts';
import { media, useMedia } from '../../hooks/use-media.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import type { Answer } from '../../http/api.ts';
import { noteVersions } from '../../http/note-versions.ts';
import { day, dayOf, list, time } from '../../words/format.ts';
import { historyWords } from '../../words/note-history.ts';
import { words } from '../../words/words.ts';
import { useFoundChannel } from '../channel/use-found-channel.ts';
import { EraseWordsDialog } from './erase-words-dialog.tsx';
import { NameVersionDialog } from './name-version-dialog.tsx';
import { NoteVersionView } from './note-version-view.tsx';

interface HistoryProps {
  note: NoteId;
  onClose: () => void;
}

/** What a note said at other times, for those who look after the channel: to look at, to compare, to restore. */
export function NoteHistoryDialog({ channel, ...rest }: HistoryProps & { channel: ChannelId }) {
  const found = useFoundChannel(channel);
  return found ? <History found={found} {...rest} /> : null;
}

type Asking = 'save' | 'name' | 'delete' | 'restore' | 'erase';

function History({ found, note, onClose }: HistoryProps & { found: FoundChannel }) {
  const channel = found.entry.id;
  const toast = useToast();
  const phone = useMedia(media.phone);
  const { nameOf } = usePeople(found.course.id);
  const present = useView('note', { channel, note });
  const asked = useAsk(note, () => noteVersions.list(channel, note));
  const isConnected = useView('connection', null)?.state === 'connected';
  const { state, again } = asked;
  useEffect(() => {
    if (isConnected && state === 'failed') again();
  }, [isConnected, state, again]);
  const [chosen, setChosen] = useState<NoteVersionId | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  const versions = asked.state === 'answered' ? asked.value.versions : [];
  // On a phone the list comes first; elsewhere the newest stands beside it.
  const shown = versions.find(({ id }) => id === chosen) ?? (phone ? undefined : versions[0]);
  const before = shown && versions[versions.indexOf(shown) + 1];
  const mayRestore = present?.mayEdit === true && !present.note?.archived;
  const isSaved = present?.rung.state === 'server';

  const run = async (work: () => Promise<string | null>): Promise<void> => {
    setBusy(true);
    setFailed(await work());
    setBusy(false);
    setAsking(null);
    asked.again();
  };
  const tell = (answer: Answer<unknown>): string | null =>
    answer.ok ? null : answer.problem.offline ? words.common.offlineAction : answer.problem.message;

  const restore = (version: NoteVersion) =>
    run(async () => {
      const problem = tell(await noteVersions.restore(channel, note, version.id));
      if (problem !== null) return problem;
      toast({ icon: 'check', title: historyWords.restored });
      onClose();
      return null;
    });

  return (
    <Dialog title={historyWords.title} lead={historyWords.lead} onClose={onClose} width={1_040}>
      {failed !== null && (
        <Notice icon="warning" role="alert">
          {failed}
        </Notice>
      )}
      {asked.state === 'asking' && isConnected && <SkeletonRows count={5} label={words.common.loading} />}
      {asked.state === 'asking' && !isConnected && (
        <Notice icon="device">{words.common.offlineAction}</Notice>
      )}
      {asked.state === 'failed' && (
        <Notice
          icon="device"
          action={
            <Button size="small" onClick={asked.again}>
              {words.common.retry}
            </Button>
          }
        >
          {asked.problem.offline ? words.common.offlineAction : asked.problem.message}
        </Notice>
      )}
      {asked.state === 'answered' && (
        <div className="flex min-h-[min(60vh,560px)] shrink-0 gap-5 max-tablet:flex-col">
          {!(phone && shown) && (
            <div className="flex w-64 shrink-0 flex-col gap-3 max-tablet:w-full">
              <Button icon="history" onClick={() => setAsking('save')} disabled={!mayRestore}>
                {historyWords.save}
              </Button>
              <VersionList versions={versions} shown={shown?.id} nameOf={nameOf} onChoose={setChosen} />
              {versions.length > 0 && (
                <Button
                  size="small"
                  kind="quiet-danger"
                  className="-ms-2.5 self-start"
                  onClick={() => setAsking('erase')}
                >
                  {historyWords.erase}
                </Button>
              )}
              {asked.value.more && <p className="text-small text-muted">{historyWords.more}</p>}
            </div>
          )}
          {versions.length === 0 && (
            <EmptyState icon="history" title={historyWords.none} lead={historyWords.noneLead} />
          )}
          {shown && (
            <NoteVersionView
              key={shown.id}
              channel={channel}
              note={note}
              version={shown}
              before={before?.id ?? null}
              now={present?.body ?? null}
              nameOf={nameOf}
              onBack={phone ? () => setChosen(null) : null}
              actions={
                <>
                  {mayRestore && (
                    <Button
                      size="small"
                      kind="primary"
                      disabled={!isSaved}
                      data-tip={isSaved ? undefined : historyWords.notYet}
                      onClick={() => setAsking('restore')}
                    >
                      {historyWords.restore}
                    </Button>
                  )}
                  <Button size="small" onClick={() => setAsking('name')}>
                    {historyWords.rename}
                  </Button>
                  <Button size="small" kind="quiet-danger" onClick={() => setAsking('delete')}>
                    {historyWords.remove}
                  </Button>
                </>
              }
            />
          )}
        </div>
      )}
      {asking === 'save' && (
        <NameVersionDialog
          title={historyWords.saveTitle}
          lead={historyWords.saveLead}
          name={null}
          busy={busy}
          onName={(name) =>
            run(async () => {
              const answer = await noteVersions.keep(channel, note, name);
              if (!answer.ok)
                return answer.problem.offline ? words.common.offlineAction : answer.problem.message;
              setChosen(answer.value.id);
              return null;
            })
          }
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'erase' && (
        <EraseWordsDialog
          channel={channel}
          note={note}
          onErased={() => {
            setAsking(null);
            setChosen(null);
            asked.again();
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'name' && shown && (
        <NameVersionDialog
          title={historyWords.renameTitle}
          lead={historyWords.renameLead}
          name={shown.name}
          busy={busy}
          onName={(name) => run(async () => tell(await noteVersions.name(channel, note, shown.id, name)))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'delete' && shown && (
        <ConfirmDialog
          title={historyWords.removeTitle}
          lead={historyWords.removeLead}
          action={historyWords.removeAction}
          careful
          busy={busy}
          onConfirm={() => run(async () => tell(await noteVersions.remove(channel, note, shown.id)))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'restore' && shown && (
        <ConfirmDialog
          title={historyWords.restoreTitle}
          lead={historyWords.restoreLead}
          action={historyWords.restoreAction}
          kind="primary"
          busy={busy}
          onConfirm={() => restore(shown)}
          onClose={() => setAsking(null)}
        />
      )}
    </Dialog>
  );
}

/** Versions under their days. */
function VersionList({
  versions,
  shown,
  nameOf,
  onChoose,
}: {
  versions: readonly NoteVersion[];
  shown: NoteVersionId | undefined;
  nameOf: (user: UserId) => string;
  onChoose: (version: NoteVersionId) => void;
}) {
  const now = useNow();
  return (
    <ol aria-label={historyWords.list} className="-mx-2 flex flex-col gap-px">
      {versions.map((version, at) => {
        const previous = versions[at - 1];
        const isNewDay = previous === undefined || dayOf(previous.at) !== dayOf(version.at);
        const writers = version.writers.map(nameOf);
        return (
          <li key={version.id}>
            {isNewDay && (
              <h3 className="px-2 pt-3 pb-1 text-meta font-semibold text-muted">{day(version.at, now)}</h3>
            )}
            <button
              type="button"
              aria-current={version.id === shown ? 'true' : undefined}
              onClick={() => onChoose(version.id)}
              className={cx(
                'flex w-full flex-col rounded-control px-2 py-1.5 text-start hover:bg-hover coarse:min-h-11',
                version.id === shown && 'bg-active',
              )}
            >
              <span className="flex w-full items-baseline gap-2">
                <span dir="auto" className="min-w-0 grow truncate font-medium">
                  {version.name ?? time(version.at)}
                </span>
                {version.name !== null && (
                  <span className="shrink-0 text-meta text-muted">{time(version.at)}</span>
                )}
              </span>
              <span className="w-full truncate text-small text-muted">
                {writers.length > 0 ? historyWords.byWriters(list(writers)) : historyWords.noWriters}
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
