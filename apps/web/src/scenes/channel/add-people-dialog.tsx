import type { ChannelId } from '@lectern/contracts';
import { useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icons.tsx';
import { usePeople } from '../../hooks/use-people.ts';
import type { FoundChannel } from '../../hooks/use-sidebar.ts';
import { useSubmit } from '../../hooks/use-submit.ts';
import { channelWords } from '../../words/channel.ts';
import { peopleWords } from '../../words/people.ts';
import { useFoundChannel } from './use-found-channel.ts';
import { useMembership } from './use-membership.ts';

/** Rows shown at once; the field finds the others. */
const MAX_LISTED = 50;

/** Brings people of the course into a channel. */
export function AddPeopleDialog({ channel, onClose }: { channel: ChannelId; onClose: () => void }) {
  const found = useFoundChannel(channel);
  return found ? <AddPeople found={found} onClose={onClose} /> : null;
}

function AddPeople({ found, onClose }: { found: FoundChannel; onClose: () => void }) {
  const submit = useSubmit();
  const people = usePeople(found.course.id);
  const { roles } = useMembership(found);
  const [find, setFind] = useState('');
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const inside = new Set([...(roles?.keys() ?? [])].filter((id) => !added.has(id)));
  const wanted = find.trim().toLocaleLowerCase();
  const outside = people.list.filter((person) => !inside.has(person.id));
  const matching = outside.filter((person) =>
    `${person.name} ${person.handle}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Dialog title={channelWords.addPeopleTo(found.entry.name)} onClose={onClose} width={480}>
      <Field
        label={peopleWords.find}
        type="search"
        value={find}
        onChange={(event) => setFind(event.target.value)}
        data-autofocus=""
      />
      {outside.length === 0 && <EmptyState icon="check" title={channelWords.everyoneIn} />}
      <ul className="-mx-2 flex min-h-64 flex-col">
        {matching.slice(0, MAX_LISTED).map((person) => (
          <li key={person.id} className="flex min-h-12 items-center gap-3 px-2">
            <Avatar id={person.id} name={person.name} size={32} />
            <span className="min-w-0 grow">
              <bdi className="name block truncate">{person.name}</bdi>
              <span className="block truncate text-small text-muted">@{person.handle}</span>
            </span>
            {added.has(person.id) ? (
              <span className="flex items-center gap-1.5 px-2 text-small text-muted">
                <Icon name="check" size={16} />
                {channelWords.added}
              </span>
            ) : (
              <Button
                size="small"
                onClick={() => {
                  submit({
                    kind: 'channel.member',
                    channel: found.entry.id,
                    user: person.id,
                    role: 'member',
                  });
                  setAdded(new Set([...added, person.id]));
                }}
              >
                {channelWords.add}
              </Button>
            )}
          </li>
        ))}
        {outside.length > 0 && matching.length === 0 && (
          <p className="px-2 py-4 text-muted">{channelWords.noOne}</p>
        )}
      </ul>
    </Dialog>
  );
}
