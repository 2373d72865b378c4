import type { ChannelId } from '@lectern/contracts';
import type { NameOf } from '@lectern/rich-text';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useView } from '../../hooks/use-view.ts';
import { marksWords } from '../../words/marks.ts';
import { MarkedMessage } from './marked-message.tsx';

/** Questions that are shown before somebody asks for all of them. */
const FEW = 5;

/** The channel's questions that wait for an answer, and what of them may not be here. */
export function QuestionsSection({
  channel,
  nameOf,
  onGo,
}: {
  channel: ChannelId;
  nameOf: NameOf;
  onGo: () => void;
}) {
  const [all, setAll] = useState(false);
  const view = useView('questions', { channel });
  const items = view?.items ?? [];
  const shown = all ? items : items.slice(0, FEW);
  return (
    <section className="flex flex-col gap-1">
      <h3 className="text-small font-semibold text-soft">{marksWords.questions(items.length)}</h3>
      {view && items.length === 0 && <p className="text-small text-muted">{marksWords.noQuestions}</p>}
      <ul aria-label={marksWords.questions(items.length)} className="-mx-2 flex flex-col gap-px">
        {shown.map(({ record }) => (
          <MarkedMessage
            key={record.id}
            record={record}
            href={`/c/${channel}/m/${record.seq}`}
            nameOf={nameOf}
            onGo={onGo}
          />
        ))}
      </ul>
      {shown.length < items.length && (
        <Button size="small" kind="quiet" className="-ms-2.5 self-start" onClick={() => setAll(true)}>
          {marksWords.showAll(items.length)}
        </Button>
      )}
      {view && view.known !== 'all' && (
        <p className="text-meta text-muted">
          {view.known === 'newest' ? marksWords.newestOnly : marksWords.maybeMore}
        </p>
      )}
    </section>
  );
}
