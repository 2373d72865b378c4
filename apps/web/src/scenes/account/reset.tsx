import { MIN_PASSWORD_LENGTH, PasswordSchema } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { accounts } from '../../http/accounts.ts';
import { accountWords } from '../../words/account.ts';
import { AccountFrame } from './account-frame.tsx';
import { fault, fieldErrorsOf, ProblemNotice } from './form.tsx';

/** Chooses a new password by a link from a mail or from an admin. */
export function Reset({ token }: { token: string }) {
  useTitle(accountWords.resetTitle);
  const call = useCall(accounts.resetPassword);
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [done, setDone] = useState(false);
  const gone = call.problem?.code === 'gone' || call.problem?.code === 'not-found';
  const shown = error ?? fieldErrorsOf(call.problem).password;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = fault(PasswordSchema, password);
    setError(found);
    if (!found && (await call.run(token, password)) !== undefined) setDone(true);
  };
  const toSignIn = (
    <Link href="/" className="rounded-control px-2 py-1 text-accent-text hover:underline coarse:py-3">
      {accountWords.toSignIn}
    </Link>
  );
  if (gone)
    return (
      <AccountFrame title={accountWords.resetGone} lead={accountWords.resetGoneLead} footer={toSignIn} />
    );
  return (
    <AccountFrame title={accountWords.resetTitle} lead={accountWords.resetLead} footer={toSignIn}>
      {done ? (
        <div className="mt-5">
          <Notice role="status" icon="check">
            {accountWords.resetDone}
          </Notice>
        </div>
      ) : (
        <form onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
          <ProblemNotice problem={shown ? null : call.problem} />
          <Field
            label={accountWords.newPassword}
            hint={accountWords.passwordHint(MIN_PASSWORD_LENGTH)}
            type="password"
            name="password"
            autoComplete="new-password"
            value={password}
            error={shown}
            autoFocus
            required
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button type="submit" kind="primary" busy={call.busy}>
            {accountWords.reset}
          </Button>
        </form>
      )}
    </AccountFrame>
  );
}
