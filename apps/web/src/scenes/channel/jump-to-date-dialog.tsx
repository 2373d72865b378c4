import type { ChannelId } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { dateInput, dayOfInput, daysBefore } from '../../words/format.ts';
import { jumpWords } from '../../words/jump.ts';
import { words } from '../../words/words.ts';
import { useJumpTo } from './use-jump-to.ts';

/** Goes to a day of a channel's history. */
export function JumpToDateDialog({
  channel,
  at,
  onClose,
}: {
  channel: ChannelId;
  /** The day that it begins with. */
  at: number;
  onClose: () => void;
}) {
  const [value, setValue] = useState(() => dateInput(at));
  const [nearest, setNearest] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const { find, go } = useJumpTo(channel);
  const day = dayOfInput(value);

  const jump = async (moment: number) => {
    setBusy(true);
    setNearest(null);
    const place = await find(moment);
    setBusy(false);
    if (place === null) return;
    if (!place.sure && place.seq !== null) {
      setNearest(place.seq);
      return;
    }
    onClose();
    go(place.seq);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (day !== null) void jump(day);
  };
  return (
    <Dialog
      title={jumpWords.title}
      onClose={onClose}
      width={400}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button kind="primary" type="submit" form="jump-to-date" busy={busy} disabled={day === null}>
            {jumpWords.go}
          </Button>
        </>
      }
    >
      <form id="jump-to-date" onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={jumpWords.day}
          type="date"
          value={value}
          max={dateInput(Date.now())}
          onChange={(event) => {
            setValue(event.target.value);
            setNearest(null);
          }}
          data-autofocus=""
        />
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => void jump(0)}>
            {jumpWords.first}
          </Button>
          <Button size="small" onClick={() => void jump(daysBefore(Date.now(), 30))}>
            {jumpWords.lastMonth}
          </Button>
          <Button size="small" onClick={() => void jump(daysBefore(Date.now(), 7))}>
            {jumpWords.lastWeek}
          </Button>
        </div>
        {nearest !== null && (
          <Notice
            icon="device"
            role="status"
            action={
              <Button
                size="small"
                onClick={() => {
                  onClose();
                  go(nearest);
                }}
              >
                {jumpWords.nearest}
              </Button>
            }
          >
            {jumpWords.notHere}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
