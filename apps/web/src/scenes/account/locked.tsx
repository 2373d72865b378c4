import type { Me } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { accounts } from '../../http/accounts.ts';
import { accountWords } from '../../words/account.ts';
import { AccountFrame } from './account-frame.tsx';
import { ProblemNotice, useEnter } from './form.tsx';
import { SignIn } from './sign-in.tsx';

/** The session has ended; what is stored here waits, closed, for its person. */
export function Locked({ me, unsent }: { me: Me; unsent: number }) {
  useTitle(accountWords.locked);
  const enter = useEnter();
  const call = useCall(accounts.signIn);
  const [password, setPassword] = useState('');
  const [other, setOther] = useState(false);
  if (other) return <SignIn unreachable={false} />;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fresh = await call.run({ email: me.email, password });
    if (fresh) await enter(fresh);
  };
  const wrong = call.problem?.code === 'unauthenticated' || call.problem?.code === 'forbidden';
  return (
    <AccountFrame
      title={accountWords.locked}
      lead={accountWords.lockedLead(me.name)}
      footer={
        <>
          <button
            type="button"
            onClick={() => setOther(true)}
            className="rounded-control px-2 py-1 text-accent-text hover:underline coarse:py-3"
          >
            {accountWords.lockedOther}
          </button>
          <p>{accountWords.lockedOtherLead(me.name)}</p>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
        {unsent > 0 && <Notice icon="device">{accountWords.lockedUnsent(unsent)}</Notice>}
        {wrong ? (
          <Notice tone="danger" icon="warning" role="alert">
            {accountWords.wrong}
          </Notice>
        ) : (
          <ProblemNotice problem={call.problem} />
        )}
        <div className="flex items-center gap-3">
          <Avatar id={me.id} name={me.name} size={36} />
          <span className="min-w-0">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block truncate text-small text-muted">{me.email}</span>
          </span>
        </div>
        <input type="email" name="email" autoComplete="username" value={me.email} readOnly hidden />
        <Field
          label={accountWords.password}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          autoFocus
          required
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" kind="primary" busy={call.busy}>
          {accountWords.signIn}
        </Button>
        <Link
          href="/forgot"
          className="self-center rounded-control px-2 py-1 text-small text-accent-text hover:underline coarse:py-3"
        >
          {accountWords.forgot}
        </Link>
      </form>
    </AccountFrame>
  );
}
