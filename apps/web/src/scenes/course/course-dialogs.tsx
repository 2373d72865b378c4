import { type CourseId, NameSchema } from '@lectern/contracts';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { findCourse, useSidebar } from '../../hooks/use-sidebar.ts';
import type { Answer } from '../../http/api.ts';
import { courses } from '../../http/courses.ts';
import { courseWords } from '../../words/course.ts';
import { words } from '../../words/words.ts';
import { fault, fieldErrorsOf, ProblemNotice } from '../account/form.tsx';

export function RenameCourseDialog({ course, onClose }: { course: CourseId; onClose: () => void }) {
  const name = findCourse(useSidebar(), course)?.name ?? '';
  return (
    <NameDialog
      title={courseWords.rename}
      action={words.common.save}
      initial={name}
      call={(next) => courses.rename(course, next)}
      onDone={onClose}
      onClose={onClose}
    />
  );
}

export function CreateCourseDialog({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  return (
    <NameDialog
      title={courseWords.create}
      action={courseWords.create}
      initial=""
      call={courses.create}
      onDone={(created) => {
        onClose();
        navigate(`/course/${created.id}`);
      }}
      onClose={onClose}
    />
  );
}

/** Asks for a course's name and hands it to the server. */
function NameDialog<T>({
  title,
  action,
  initial,
  call,
  onDone,
  onClose,
}: {
  title: string;
  action: string;
  initial: string;
  call: (name: string) => Promise<Answer<T>>;
  onDone: (value: T) => void;
  onClose: () => void;
}) {
  const asked = useCall(call);
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  const save = async () => {
    const found = fault(NameSchema, name.trim());
    setError(found);
    if (found) return;
    const value = await asked.run(name.trim());
    if (value !== undefined) onDone(value);
  };
  const shown = error ?? fieldErrorsOf(asked.problem).name;
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{words.common.cancel}</Button>
          <Button type="submit" kind="primary" busy={asked.busy}>
            {action}
          </Button>
        </>
      }
    >
      {!shown && <ProblemNotice problem={asked.problem} />}
      <Field
        label={courseWords.name}
        error={shown}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus=""
        required
      />
    </Dialog>
  );
}
