import type { SearchOrder } from '@lectern/contracts';
import { type FilterName, type TypedFilter, typedFilters } from '@lectern/rich-text/search';
import { Button } from '../../components/button.tsx';
import { Segments } from '../../components/field.tsx';
import { Icon } from '../../components/icons.tsx';
import { searchWords } from '../../words/search.ts';

/** What can be begun with a press; `after` and `on` are offered with `before`, as days. */
const OFFERED: readonly FilterName[] = ['from', 'in', 'on', 'has', 'is'];

/** The filters of the line as chips to take away, ways to begin others, and the order of the answer. */
export function FilterChips({
  q,
  order,
  onChange,
  onBegin,
  onOrder,
}: {
  q: string;
  order: SearchOrder;
  onChange: (q: string) => void;
  onBegin: (filter: FilterName) => void;
  onOrder: (order: SearchOrder) => void;
}) {
  const filters = typedFilters(q);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <fieldset className="flex min-w-0 grow items-center gap-1.5 max-tablet:-mx-4 max-tablet:overflow-x-auto max-tablet:px-4 tablet:flex-wrap coarse:gap-0">
        <legend className="sr-only">{searchWords.filters}</legend>
        {filters.map((filter) => (
          <Chip key={filter.start} filter={filter} onRemove={() => onChange(without(q, filter))} />
        ))}
        {OFFERED.map((name) => (
          <Button key={name} size="small" kind="quiet" icon="plus" onClick={() => onBegin(name)}>
            {searchWords.begin[name]}
          </Button>
        ))}
      </fieldset>
      <Segments
        label={searchWords.order}
        value={order}
        options={[
          { value: 'newest', label: searchWords.newest },
          { value: 'relevance', label: searchWords.best },
        ]}
        onChange={onOrder}
      />
    </div>
  );
}

function Chip({ filter, onRemove }: { filter: TypedFilter; onRemove: () => void }) {
  return (
    <button
      type="button"
      onClick={onRemove}
      className="inline-flex min-h-7 max-w-full shrink-0 items-center gap-1 rounded-control bg-active ps-2.5 pe-1.5 text-small hover:bg-hover coarse:me-1.5 coarse:min-h-11 coarse:px-3"
    >
      <span className="sr-only">{searchWords.remove}</span>
      <span className="text-muted">{filter.name}:</span>
      <bdi className="truncate font-medium">{filter.value}</bdi>
      <Icon name="close" size={14} className="shrink-0 text-muted" />
    </button>
  );
}

const without = (q: string, { start, end }: TypedFilter): string =>
  `${q.slice(0, start)}${q.slice(end).trimStart()}`;
