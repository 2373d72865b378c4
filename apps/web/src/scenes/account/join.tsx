import { EmailSchema, type InviteOffer, type Me } from '@lectern/contracts';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAsk, useCall } from '../../hooks/use-call.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { useView } from '../../hooks/use-view.ts';
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

/** An invite link: makes an account and joins, or joins with the account one has. */
export function Join({ token }: { token: string }) {
  const offer = useAsk(token, () => accounts.offer(token));
  const session = useView('session', null);
  const [way, setWay] = useState<'new' | 'have'>('new');
  useTitle(offer.state === 'answered' ? accountWords.joinTitle(offer.value.course.name) : accountWords.join);

  if (offer.state === 'asking' || !session) {
    return (
      <AccountFrame title=" ">
        <Skeleton className="mt-5 h-96 w-full" />
      </AccountFrame>
    );
  }
  if (offer.state === 'failed') {
    const away = offer.problem.offline === true;
    return (
      <AccountFrame
        title={away ? accountWords.joinOffline : accountWords.joinGone}
        lead={away ? accountWords.unreachable : accountWords.joinGoneLead}
      >
        <div className="mt-5 flex gap-3">
          {away ? <Button onClick={offer.again}>{words.common.retry}</Button> : null}
          <Link href="/" className="self-center rounded-control text-accent-text hover:underline">
            {accountWords.toSignIn}
          </Link>
        </div>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame
      title={accountWords.joinTitle(offer.value.course.name)}
      lead={accountWords.joinLead(offer.value.invitedBy, words.roles.course[offer.value.role])}
    >
      {session.state === 'open' ? (
        <Accept token={token} offer={offer.value} me={session.me} />
      ) : way === 'new' ? (
        <NewPerson token={token} offer={offer.value} onHave={() => setWay('have')} />
      ) : (
        <KnownPerson token={token} offer={offer.value} onNew={() => setWay('new')} />
      )}
    </AccountFrame>
  );
}

const courseAddress = (offer: InviteOffer): string => `/course/${offer.course.id}`;

function Accept({ token, offer, me }: { token: string; offer: InviteOffer; me: Me }) {
  const [, navigate] = useLocation();
  const call = useCall(accounts.acceptInvite);
  const accept = async () => {
    if (await call.run(token)) navigate(courseAddress(offer), { replace: true });
  };
  return (
    <div className="mt-5 flex flex-col gap-3">
      <ProblemNotice problem={call.problem} />
      <Button kind="primary" busy={call.busy} onClick={accept} autoFocus>
        {accountWords.joinAs(me.name)}
      </Button>
    </div>
  );
}

function NewPerson({ token, offer, onHave }: { token: string; offer: InviteOffer; onHave: () => void }) {
  const enter = useEnter();
  const call = useCall(accounts.join);
  const [account, setAccount] = useState(emptyAccount);
  const [errors, setErrors] = useState<FieldErrors>({});
  const shown = { ...fieldErrorsOf(call.problem), ...errors };
  const form = useFocusFirstError(shown);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = accountErrors(account);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const me = await call.run(token, {
      ...account,
      name: account.name.trim(),
      handle: account.handle.trim(),
    });
    if (me) await enter(me, courseAddress(offer));
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
      <ProblemNotice problem={call.problem} unless={shown} />
      <AccountFields account={account} errors={shown} onChange={setAccount} />
      <Button type="submit" kind="primary" busy={call.busy} className="mt-1">
        {accountWords.join}
      </Button>
      <Button kind="quiet" size="small" onClick={onHave}>
        {accountWords.joinHave}
      </Button>
    </form>
  );
}

function KnownPerson({ token, offer, onNew }: { token: string; offer: InviteOffer; onNew: () => void }) {
  const enter = useEnter();
  const call = useCall(async (email: string, password: string) => {
    const signed = await accounts.signIn({ email, password });
    return signed.ok ? accounts.acceptInvite(token) : signed;
  });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldErrors>({});
  const form = useFocusFirstError(errors);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = onlyFaults({ email: fault(EmailSchema, email) });
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const me = await call.run(email, password);
    if (me) await enter(me, courseAddress(offer));
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
      <ProblemNotice problem={call.problem} />
      <Field
        label={accountWords.email}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        error={errors.email}
        autoFocus
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={accountWords.password}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" kind="primary" busy={call.busy} className="mt-1">
        {accountWords.signIn}
      </Button>
      <Button kind="quiet" size="small" onClick={onNew}>
        {accountWords.join}
      </Button>
    </form>
  );
}
