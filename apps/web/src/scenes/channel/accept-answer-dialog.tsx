import { can } from '@lectern/access';
import { type ChannelId, isTombstone, type MessageId } from '@lectern/contracts';
import { plainText } from '@lectern/rich-text';
import { Dialog } from '../../components/dialog.tsx';
import { actorInChannel } from '../../hooks/use-actor.ts';
import { useMe } from '../../hooks/use-me.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { useView } from '../../hooks/use-view.ts';
import { stamp } from '../../words/format.ts';
import { marksWords } from '../../words/marks.ts';
import { useFoundChannel } from './use-found-channel.ts';

interface AcceptProps {
  answer: MessageId;
  onClose: () => void;
}

/** Asks which of the open questions a message answers. */
export function AcceptAnswerDialog({ channel, ...rest }: AcceptProps & { channel: ChannelId }) {
  const found = useFoundChannel(channel);
  return found ? <AcceptAnswer found={found} {...rest} /> : null;
}

function AcceptAnswer({ found, answer, onClose }: AcceptProps & { found: FoundChannel }) {
  const { entry } = found;
  const actor = actorInChannel(useMe(), found);
  const people = usePeople(found.course.id);
  const submit = useSubmit();
  const now = useNow();
  const view = useView('questions', { channel: entry.id });
  const open = (view?.items ?? []).flatMap(({ record }) =>
    !isTombstone(record) &&
    record.id !== answer &&
    can(actor, 'message.question', { ...entry, author: record.author })
      ? [record]
      : [],
  );
  return (
    <Dialog title={marksWords.chooseQuestion} lead={marksWords.chooseLead} onClose={onClose} width={480}>
      {view && open.length === 0 && <p className="text-muted">{marksWords.chooseNone}</p>}
      <ul className="-mx-2 flex flex-col gap-px">
        {open.map((record) => (
          <li key={record.id}>
            <button
              type="button"
              onClick={() => {
                submit({ kind: 'accept', channel: entry.id, message: record.id, answer });
                onClose();
              }}
              className="flex w-full flex-col rounded-control px-2 py-1.5 text-start hover:bg-hover coarse:min-h-11"
            >
              <span className="flex w-full min-w-0 items-baseline gap-2">
                <bdi className="name min-w-0 truncate text-small font-semibold">
                  {people.nameOf(record.author)}
                </bdi>
                <span className="ms-auto shrink-0 text-meta text-muted">{stamp(record.at, now)}</span>
              </span>
              <span dir="auto" className="line-clamp-2 text-soft wrap-anywhere">
                {plainText(record.body, people.nameOf)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
