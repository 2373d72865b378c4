import { NameSchema } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAsk, useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { accounts } from '../../http/accounts.ts';
import { accountWords } from '../../words/account.ts';
import { words } from '../../words/words.ts';
import { AccountFrame } from './account-frame.tsx';
import {
  AccountFields,
  accountErrors,
  emptyAccount,
  type FieldErrors,
  fault,
  fieldErrorsOf,
  onlyFaults,
  ProblemNotice,
  useEnter,
  useFocusFirstError,
} from './form.tsx';

/** The one-time link that the server prints: the first account and the first course. */
export function Setup({ token }: { token: string }) {
  useTitle(accountWords.setupTitle);
  const link = useAsk(token, () => accounts.setupOpen(token));
  const enter = useEnter();
  const call = useCall(accounts.setup);
  const [account, setAccount] = useState(emptyAccount);
  const [course, setCourse] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const shown = { ...fieldErrorsOf(call.problem), ...errors };
  const form = useFocusFirstError(shown);

  if (link.state === 'failed') {
    const gone = !link.problem.offline;
    return (
      <AccountFrame
        title={gone ? accountWords.setupGone : accountWords.setupTitle}
        lead={gone ? accountWords.setupGoneLead : accountWords.unreachable}
      >
        <div className="mt-5 flex gap-2">
          {gone ? (
            <Link href="/" className="text-accent-text hover:underline">
              {accountWords.toSignIn}
            </Link>
          ) : (
            <Button onClick={link.again}>{words.common.retry}</Button>
          )}
        </div>
      </AccountFrame>
    );
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = onlyFaults({ ...accountErrors(account), course: fault(NameSchema, course.trim()) });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const me = await call.run(token, {
      ...account,
      name: account.name.trim(),
      handle: account.handle.trim(),
      course: course.trim(),
    });
    if (me) await enter(me, '/');
  };
  return (
    <AccountFrame title={accountWords.setupTitle} lead={accountWords.setupLead}>
      {link.state === 'asking' ? (
        <Skeleton className="mt-5 h-104 w-full" />
      ) : (
        <form ref={form} onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
          <ProblemNotice problem={call.problem} unless={shown} />
          <AccountFields account={account} errors={shown} onChange={setAccount} />
          <Field
            label={accountWords.course}
            name="course"
            value={course}
            error={shown.course}
            required
            onChange={(event) => setCourse(event.target.value)}
          />
          <Button type="submit" kind="primary" busy={call.busy} className="mt-1">
            {accountWords.createSite}
          </Button>
        </form>
      )}
    </AccountFrame>
  );
}
