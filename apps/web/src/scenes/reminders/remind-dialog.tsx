import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useToast } from '../../components/toast.tsx';
import { useNow } from '../../hooks/use-now.ts';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { dateInput, fullMoment } from '../../words/format.ts';
import { momentWords, reminderWords, shortMoment } from '../../words/reminders.ts';
import { words } from '../../words/words.ts';
import { inputOfMoment, isOver, momentOfInput, type QuickTime, quickTimes } from './reminder-times.ts';
import { type Reminded, setReminder } from './set-reminder.ts';

/** Asks when to remind of a message, or of words; moves a reminder and takes it away. */
export function RemindDialog({ of, onClose }: { of: Reminded; onClose: () => void }) {
  const { hub } = usePage();
  const toast = useToast();
  const now = useNow();
  const saved = useView('saved', null);
  const reminder = saved?.find(({ message }) => message === of.message)?.reminder;
  const set = reminder && reminder.state !== 'over' ? reminder.at : null;
  const [typed, setTyped] = useState<{ date: string; time: string } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const fields = typed ?? inputOfMoment(set !== null && !isOver(set, now) ? set : quickTimes.tomorrow(now));

  const remind = async (at: number | null) => {
    const wrong = await setReminder({ hub, toast }, of, at);
    if (wrong === null) onClose();
    else setFault(wrong);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = momentOfInput(fields.date, fields.time);
    if (at === null) setFault(reminderWords.noTime);
    else if (isOver(at, Date.now())) setFault(reminderWords.past);
    else void remind(at);
  };
  const type = (part: Partial<typeof fields>) => {
    setTyped({ ...fields, ...part });
    setFault(null);
  };
  return (
    <Dialog
      title={reminderWords.title}
      lead={'text' in of ? <bdi>{of.text}</bdi> : undefined}
      onClose={onClose}
      width={400}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button kind="primary" type="submit" form="remind">
            {reminderWords.set}
          </Button>
        </>
      }
    >
      {reminder && set !== null && (
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <p className="text-small text-soft">{reminderWords[reminder.state](momentWords(set, now))}</p>
          <Button kind="quiet-danger" size="small" className="-me-2.5" onClick={() => void remind(null)}>
            {reminderWords.cancel}
          </Button>
        </div>
      )}
      <div className="-mx-2 flex flex-col">
        {choices.map((choice, n) => {
          const at = quickTimes[choice](now);
          return (
            <button
              key={choice}
              type="button"
              onClick={() => void remind(quickTimes[choice](Date.now()))}
              data-autofocus={n === 0 ? '' : undefined}
              className="flex min-h-9 items-baseline justify-between gap-4 rounded-control px-2 py-1.5 text-start hover:bg-hover coarse:min-h-11 coarse:items-center"
            >
              <span>{reminderWords[choice]}</span>
              <time
                dateTime={new Date(at).toISOString()}
                data-tip={fullMoment(at)}
                className="text-small text-muted"
              >
                {shortMoment(at, now)}
              </time>
            </button>
          );
        })}
      </div>
      <form
        id="remind"
        onSubmit={submit}
        noValidate
        className="flex flex-col gap-3 border-t border-line pt-4"
      >
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 text-small font-medium">{reminderWords.pick}</legend>
          <div className="flex flex-wrap gap-3">
            <Field
              label={reminderWords.day}
              type="date"
              value={fields.date}
              min={dateInput(now)}
              onChange={(event) => type({ date: event.target.value })}
              className="min-w-36 grow"
            />
            <Field
              label={reminderWords.time}
              type="time"
              value={fields.time}
              onChange={(event) => type({ time: event.target.value })}
              className="min-w-28 grow"
            />
          </div>
        </fieldset>
        {fault !== null && (
          <Notice icon="warning" role="alert">
            {fault}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

const choices = Object.keys(quickTimes) as QuickTime[];
