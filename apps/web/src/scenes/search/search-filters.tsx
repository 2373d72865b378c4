import type { CourseId } from '@lectern/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/field.tsx';
import { media, useMedia } from '../../hooks/use-media.ts';
import { usePeople } from '../../hooks/use-people.ts';
import { findChannel, useSidebar } from '../../hooks/use-sidebar.ts';
import { searchWords } from '../../words/search.ts';

interface FiltersProps {
  channel: string;
  author: string;
  after: string;
  before: string;
  onChange: (name: string, value: string) => void;
  onClear: (() => void) | null;
}

/** Where, who, when. On a phone they are folded until they are wanted or set. */
export function SearchFilters(props: FiltersProps) {
  const sidebar = useSidebar();
  const phone = useMedia(media.phone);
  const [open, setOpen] = useState(false);
  const course =
    (props.channel ? findChannel(sidebar, props.channel as never)?.course.id : undefined) ??
    sidebar.courses[0]?.id;
  if (phone && !open && !props.onClear) {
    return (
      <Button size="small" icon="filter" className="self-start" onClick={() => setOpen(true)}>
        {searchWords.filters}
      </Button>
    );
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{searchWords.filters}</legend>
      <div className="grid grid-cols-2 gap-2 tablet:grid-cols-4">
        <SelectField
          bare
          label={searchWords.inChannel}
          value={props.channel}
          onChange={(event) => props.onChange('channel', event.target.value)}
        >
          <option value="">{searchWords.anyChannel}</option>
          {sidebar.courses.map((each) => (
            <optgroup key={each.id} label={each.name}>
              {each.channels.map((channel) => (
                <option key={channel.id} value={channel.id}>
                  {channel.name}
                </option>
              ))}
            </optgroup>
          ))}
        </SelectField>
        {course ? (
          <AuthorField
            course={course}
            value={props.author}
            onChange={(value) => props.onChange('author', value)}
          />
        ) : (
          <span />
        )}
        <DateField
          label={searchWords.after}
          value={props.after}
          onChange={(value) => props.onChange('after', value)}
        />
        <DateField
          label={searchWords.before}
          value={props.before}
          onChange={(value) => props.onChange('before', value)}
        />
      </div>
      {props.onClear && (
        <Button size="small" kind="quiet" className="self-start" onClick={props.onClear}>
          {searchWords.clear}
        </Button>
      )}
    </fieldset>
  );
}

function AuthorField({
  course,
  value,
  onChange,
}: {
  course: CourseId;
  value: string;
  onChange: (value: string) => void;
}) {
  const people = usePeople(course);
  return (
    <SelectField
      bare
      label={searchWords.fromPerson}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{searchWords.anyone}</option>
      {[...people.list]
        .sort((a, b) => a.name.localeCompare(b.name))
        .map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
    </SelectField>
  );
}

function DateField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="flex min-h-9 min-w-0 items-center gap-2 rounded-control border border-line-control bg-surface px-2.5 text-small coarse:min-h-11">
      <span className="shrink-0 text-muted">{label}</span>
      <input
        type="date"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-w-0 grow bg-transparent text-small outline-none"
      />
    </label>
  );
}
