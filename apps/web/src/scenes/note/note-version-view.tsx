import type {
  ChannelId,
  NoteBody,
  NoteId,
  NoteVersion,
  NoteVersionId,
  NoteVersionText,
  UserId,
} from '@lectern/contracts';
import { type ReactNode, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Segments } from '../../components/field.tsx';
import { NoteView } from '../../components/note/note-view.tsx';
import { Notice } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useAsk } from '../../hooks/use-call.ts';
import type { Answer } from '../../http/api.ts';
import { noteVersions } from '../../http/note-versions.ts';
import { fullMoment } from '../../words/format.ts';
import { historyWords } from '../../words/note-history.ts';
import { words } from '../../words/words.ts';
import { NoteChanges } from './note-changes.tsx';
import { NoteWriters } from './note-writers.tsx';

type Shown = keyof typeof historyWords.shows;
const SHOWN = (['before', 'now', 'plain', 'who'] as const).map((value) => ({
  value,
  label: historyWords.shows[value],
}));
/** What stands before the first version: nothing. */
const NOTHING: Answer<null> = { ok: true, value: null };

/** One version: what changed with it, how it differs from now, as it was, and who wrote it. */
export function NoteVersionView({
  channel,
  note,
  version,
  before,
  now,
  nameOf,
  actions,
  onBack,
}: {
  channel: ChannelId;
  note: NoteId;
  version: NoteVersion;
  before: NoteVersionId | null;
  /** What the note says here now. */
  now: NoteBody | null;
  nameOf: (user: UserId) => string;
  actions: ReactNode;
  /** Back to the list, where there is no room for both. */
  onBack: (() => void) | null;
}) {
  const [shown, setShown] = useState<Shown>('before');
  const asked = useAsk(version.id, () => noteVersions.read(channel, note, version.id));
  const earlier = useAsk(`${before}`, async () =>
    before === null ? NOTHING : noteVersions.read(channel, note, before),
  );
  const failed = asked.state === 'failed' ? asked : earlier.state === 'failed' ? earlier : null;
  return (
    <section className="flex min-w-0 grow flex-col gap-4" aria-label={version.name ?? fullMoment(version.at)}>
      <div className="flex flex-wrap items-center gap-2">
        {onBack && (
          <Button size="small" kind="quiet" icon="back" onClick={onBack}>
            {historyWords.backToList}
          </Button>
        )}
        <div className="min-w-40 grow">
          {version.name !== null && (
            <h3 dir="auto" className="font-semibold wrap-anywhere">
              {version.name}
            </h3>
          )}
          <time dateTime={new Date(version.at).toISOString()} className="text-small text-muted">
            {fullMoment(version.at)}
          </time>
        </div>
        <div className="flex flex-wrap gap-1.5">{actions}</div>
      </div>
      <div className="shrink-0 overflow-x-auto">
        <Segments label={historyWords.show} value={shown} options={SHOWN} onChange={setShown} />
      </div>
      {failed && (
        <Notice
          icon="device"
          action={
            <Button size="small" onClick={failed.again}>
              {words.common.retry}
            </Button>
          }
        >
          {failed.problem.offline ? words.common.offlineAction : failed.problem.message}
        </Notice>
      )}
      {!failed &&
        (asked.state === 'answered' && earlier.state === 'answered' ? (
          <div className="rounded-card border border-line px-5 py-4 max-tablet:px-4">
            <Body
              shown={shown}
              text={asked.value}
              before={earlier.value?.body ?? { blocks: [] }}
              now={now}
              nameOf={nameOf}
            />
          </div>
        ) : (
          <SkeletonRows count={4} label={words.common.loading} />
        ))}
    </section>
  );
}

function Body({
  shown,
  text: { body, runs },
  before,
  now,
  nameOf,
}: {
  shown: Shown;
  text: NoteVersionText;
  before: NoteBody;
  now: NoteBody | null;
  nameOf: (user: UserId) => string;
}) {
  if (shown === 'before') return <NoteChanges before={before} after={body} />;
  if (shown === 'now' && now) return <NoteChanges before={body} after={now} />;
  if (shown === 'who') return <NoteWriters body={body} runs={runs} nameOf={nameOf} />;
  return <NoteView body={body} />;
}
