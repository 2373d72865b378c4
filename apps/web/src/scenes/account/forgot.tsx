import { EmailSchema } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAsk, useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { accounts } from '../../http/accounts.ts';
import { accountWords } from '../../words/account.ts';
import { AccountFrame } from './account-frame.tsx';
import { fault, ProblemNotice } from './form.tsx';

/** Asks for a link to choose a new password; says who can help where the site sends no mail. */
export function Forgot() {
  useTitle(accountWords.forgotTitle);
  const site = useAsk('site', accounts.site);
  const call = useCall(accounts.requestReset);
  const [email, setEmail] = useState('');
  const [error, setError] = useState<string>();
  const [sent, setSent] = useState(false);
  const noMail = (site.state === 'answered' && !site.value.mailWorks) || call.problem?.code === 'not-found';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = fault(EmailSchema, email);
    setError(found);
    if (!found && (await call.run(email)) !== undefined) setSent(true);
  };
  return (
    <AccountFrame
      title={accountWords.forgotTitle}
      lead={noMail ? accountWords.forgotNoMail : accountWords.forgotLead}
      footer={
        <Link href="/" className="rounded-control px-2 py-1 text-accent-text hover:underline coarse:py-3">
          {accountWords.toSignIn}
        </Link>
      }
    >
      {site.state === 'asking' && <Skeleton className="mt-5 h-28 w-full" />}
      {site.state !== 'asking' && !noMail && (
        <form onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
          {sent ? (
            <Notice role="status" icon="mail">
              {accountWords.forgotSent}
            </Notice>
          ) : (
            <>
              <ProblemNotice problem={call.problem} />
              <Field
                label={accountWords.email}
                type="email"
                name="email"
                autoComplete="username"
                value={email}
                error={error}
                autoFocus
                required
                onChange={(event) => setEmail(event.target.value)}
              />
              <Button type="submit" kind="primary" busy={call.busy}>
                {accountWords.forgotSend}
              </Button>
            </>
          )}
        </form>
      )}
    </AccountFrame>
  );
}
