import { EmailSchema } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useAsk, useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { accounts } from '../../http/accounts.ts';
import { accountWords } from '../../words/account.ts';
import { words } from '../../words/words.ts';
import { AccountFrame } from './account-frame.tsx';
import { type FieldErrors, fault, onlyFaults, ProblemNotice, useEnter, useFocusFirstError } from './form.tsx';

/** Sign in with e-mail and password. Whoever came by a deep link stays on it. */
export function SignIn({ unreachable }: { unreachable: boolean }) {
  useTitle(accountWords.signIn);
  const site = useAsk('site', accounts.site);
  const known = site.state === 'answered' ? site.value : null;
  const enter = useEnter();
  const call = useCall(accounts.signIn);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const form = useFocusFirstError(errors);

  const signIn = async (with_: { email: string; password: string }) => {
    const me = await call.run(with_);
    if (me) await enter(me);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = onlyFaults({
      email: fault(EmailSchema, email),
      password: password ? undefined : accountWords.wrong,
    });
    setErrors(found);
    if (Object.keys(found).length === 0) void signIn({ email, password });
  };
  const wrong = call.problem?.code === 'unauthenticated' || call.problem?.code === 'forbidden';

  return (
    <AccountFrame
      title={accountWords.signInTo}
      lead={words.app.tagline}
      footer={<p>{known?.needsSetup ? accountWords.setupNeeded : accountWords.needsInvite}</p>}
      after={
        known?.demo && (
          <section
            aria-label={accountWords.demo}
            className="rise mt-6 rounded-[14px] border border-line px-4 py-3.5"
          >
            <p className="mb-1.5 px-2 text-small text-muted">{accountWords.demoHint}</p>
            <div className="flex flex-col gap-1.5">
              {known.demo.map((person) => (
                <button
                  key={person.email}
                  type="button"
                  disabled={call.busy}
                  onClick={() => void signIn({ email: person.email, password: person.password })}
                  className="flex min-h-11 items-center gap-3 rounded-control px-2 py-1.5 text-start transition-colors hover:bg-hover"
                >
                  <Avatar id={person.email} name={person.name} size={28} />
                  <span className="min-w-0">
                    <span className="block truncate font-medium">{person.name}</span>
                    <span className="block truncate text-meta text-muted">{person.email}</span>
                  </span>
                </button>
              ))}
            </div>
          </section>
        )
      }
    >
      <form ref={form} onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
        {unreachable && !call.problem && <Notice>{accountWords.unreachable}</Notice>}
        {wrong ? (
          <Notice tone="danger" icon="warning" role="alert">
            {accountWords.wrong}
          </Notice>
        ) : (
          <ProblemNotice problem={call.problem} />
        )}
        <Field
          label={accountWords.email}
          type="email"
          name="email"
          value={email}
          error={errors.email}
          autoComplete="username"
          autoFocus
          required
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label={accountWords.password}
          type="password"
          name="password"
          value={password}
          error={errors.password}
          autoComplete="current-password"
          required
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" kind="primary" busy={call.busy} className="mt-1">
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
