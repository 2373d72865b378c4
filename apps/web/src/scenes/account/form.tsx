import {
  EmailSchema,
  HandleSchema,
  handleFor,
  type Me,
  MIN_PASSWORD_LENGTH,
  NameSchema,
  PasswordSchema,
} from '@lectern/contracts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import * as v from 'valibot';
import { Field } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import type { ApiProblem } from '../../http/api.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { accountWords } from '../../words/account.ts';

export interface NewAccount {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}
export const emptyAccount: NewAccount = { name: '', handle: '', email: '', password: '' };

export type FieldErrors = Readonly<Record<string, string | undefined>>;

/** What is wrong with a new account, field by field; empty when nothing is. */
export function accountErrors(account: NewAccount): FieldErrors {
  return onlyFaults({
    name: fault(NameSchema, account.name.trim()),
    handle: fault(HandleSchema, account.handle.trim()),
    email: fault(EmailSchema, account.email),
    password: fault(PasswordSchema, account.password),
  });
}

/** The first sentence that `schema` has against `value`, as a sentence of its own. */
export function fault(schema: v.GenericSchema, value: unknown): string | undefined {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? undefined : sentence(result.issues[0].message);
}

export const onlyFaults = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([, message]) => message !== undefined));

/** The four fields of a new account. The handle follows the name until it is touched. */
export function AccountFields({
  account,
  errors,
  onChange,
}: {
  account: NewAccount;
  errors: FieldErrors;
  onChange: (account: NewAccount) => void;
}) {
  const [ownHandle, setOwnHandle] = useState(account.handle !== '');
  return (
    <>
      <Field
        label={accountWords.name}
        hint={accountWords.nameHint}
        error={errors.name}
        value={account.name}
        autoComplete="name"
        name="name"
        required
        autoFocus
        onChange={(event) => {
          const name = event.target.value;
          onChange({ ...account, name, handle: ownHandle ? account.handle : handleFor(name) });
        }}
      />
      <Field
        label={accountWords.handle}
        hint={accountWords.handleHint}
        error={errors.handle}
        value={account.handle}
        autoComplete="nickname"
        name="handle"
        autoCapitalize="none"
        spellCheck={false}
        required
        onChange={(event) => {
          setOwnHandle(event.target.value !== '');
          onChange({ ...account, handle: event.target.value.toLowerCase() });
        }}
      />
      <Field
        label={accountWords.email}
        error={errors.email}
        type="email"
        value={account.email}
        autoComplete="username"
        name="email"
        required
        onChange={(event) => onChange({ ...account, email: event.target.value })}
      />
      <Field
        label={accountWords.password}
        hint={accountWords.passwordHint(MIN_PASSWORD_LENGTH)}
        error={errors.password}
        type="password"
        value={account.password}
        autoComplete="new-password"
        name="password"
        required
        onChange={(event) => onChange({ ...account, password: event.target.value })}
      />
    </>
  );
}

/** A problem that belongs to no field. It takes the focus of a screen reader when it comes. */
export function ProblemNotice({ problem, unless }: { problem: ApiProblem | null; unless?: FieldErrors }) {
  if (!problem || (problem.fields && unless && Object.keys(problem.fields).some((field) => unless[field])))
    return null;
  return (
    <Notice tone="danger" icon="warning" role="alert">
      {problem.offline ? accountWords.unreachable : problem.message}
    </Notice>
  );
}

/** Field errors that the server has named, as sentences. */
export const fieldErrorsOf = (problem: ApiProblem | null): FieldErrors =>
  Object.fromEntries(
    Object.entries(problem?.fields ?? {}).map(([field, message]) => [field, sentence(message)]),
  );

/** Hands a fresh session to the hub and goes to the start, or to where the person wanted to be. */
export function useEnter(): (me: Me, to?: string) => Promise<void> {
  const { hub, views } = usePage();
  return async (me, to) => {
    views.clear();
    if (to) history.replaceState(null, '', to);
    await hub.command('open', me).catch(() => {});
  };
}

/** Puts the focus on the first field that is wrong after a submit. */
export function useFocusFirstError(errors: FieldErrors): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const named = Object.keys(errors).join();
  useEffect(() => {
    if (named) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  }, [named]);
  return form;
}

const sentence = (message: string): string => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};
