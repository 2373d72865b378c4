import { type ChannelCoverage, historyBudgets } from '@lectern/sync-client';
import { SelectField } from '../../components/field.tsx';
import { Icon } from '../../components/icons.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useSidebar } from '../../hooks/use-sidebar.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { bytes } from '../../words/format.ts';
import { storedHistoryWords as text } from '../../words/stored-history.ts';

/** How much of the history is on this device, and how much may be. */
export function StoredHistory() {
  const { hub } = usePage();
  const now = useNow();
  const stored = useView('storedHistory', null);
  const coverage = useView('coverage', null);
  if (!stored || !coverage) return null;
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p>{text.here(stored, now)}</p>
        <p className="text-small text-muted">{text.next(stored)}</p>
      </div>
      <SelectField
        label={text.keep}
        value={stored.budget}
        className="max-w-80"
        onChange={(event) =>
          void hub.command('setHistoryBudget', { bytes: Number(event.target.value) }).catch(() => {})
        }
      >
        {historyBudgets.map((budget) => (
          <option key={budget} value={budget}>
            {budget === 0 ? text.onlyOpened : text.upTo(bytes(budget))}
          </option>
        ))}
      </SelectField>
      {coverage.channels.length > 0 && <ByChannel channels={coverage.channels} now={now} />}
    </div>
  );
}

function ByChannel({ channels, now }: { channels: readonly ChannelCoverage[]; now: number }) {
  const { courses } = useSidebar();
  const held = new Map(channels.map((each) => [each.channel, each]));
  const listed = courses.flatMap((course) =>
    [...course.channels, ...course.others]
      .filter(({ id }) => held.has(id))
      .map(({ id, name }) => ({ id, name: courses.length > 1 ? `${course.name}: #${name}` : `#${name}` })),
  );
  return (
    <details className="group">
      <summary className="flex min-h-9 cursor-pointer items-center gap-1.5 text-small font-medium text-soft coarse:min-h-11">
        <Icon name="chevron" size={16} className="-rotate-90 group-open:rotate-0 rtl:rotate-90" />
        {text.byChannel}
      </summary>
      <ul className="mt-1 flex flex-col">
        {listed.map(({ id, name }) => (
          <li
            key={id}
            className="flex min-h-9 items-baseline justify-between gap-4 border-b border-line py-1.5 last:border-0"
          >
            <bdi className="min-w-0 truncate">{name}</bdi>
            <span className="tabular shrink-0 text-small text-muted">
              {text.ofChannel(held.get(id)!, now)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
