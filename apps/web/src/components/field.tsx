import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  useId,
  useState,
} from 'react';
import { accountWords } from '../words/account.ts';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { Icon } from './icons.tsx';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  ref?: Ref<HTMLInputElement>;
}

/** A labelled line of text with what is wrong with it and its hint, which is needed most when something is wrong. */
export function Field({ label, hint, error, type = 'text', className, ...rest }: FieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-small font-medium text-soft">
        {label}
      </label>
      <div className="relative flex">
        <input
          dir="auto"
          {...rest}
          id={id}
          type={secret && shown ? 'text' : type}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-note` : undefined}
          className={cx(inputClass, error ? 'border-danger' : 'border-line-control', secret && 'pe-11')}
        />
        {secret && (
          <IconButton
            icon={shown ? 'eyeOff' : 'eye'}
            label={shown ? accountWords.hidePassword : accountWords.showPassword}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            tone="bare"
            className="absolute inset-y-0 end-0.5 my-auto"
          />
        )}
      </div>
      <Note id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  /** The label is for screen readers only. */
  bare?: boolean;
  children: ReactNode;
}

/** The system's own choice list: the best one on every device. */
export function SelectField({ label, bare, className, children, ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={bare ? 'sr-only' : 'text-small font-medium text-soft'}>
        {label}
      </label>
      <div className="relative flex">
        <select
          {...rest}
          id={id}
          className={cx(inputClass, 'border-line-control appearance-none truncate pe-8')}
        >
          {children}
        </select>
        <Icon
          name="chevron"
          size={16}
          className="pointer-events-none absolute inset-y-0 end-2.5 my-auto text-muted"
        />
      </div>
    </div>
  );
}

/** A switch with its words; the whole line is the target. */
export function Switch({
  label,
  detail,
  checked,
  onChange,
}: {
  label: string;
  detail?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center gap-4 py-2">
      <span className="min-w-0 grow">
        <span className="block">{label}</span>
        {detail && <span className="block text-small text-muted">{detail}</span>}
      </span>
      <span className="relative inline-flex shrink-0">
        <input
          id={id}
          type="checkbox"
          role="switch"
          aria-checked={checked}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          className="peer absolute inset-0 m-0 cursor-pointer appearance-none rounded-full"
        />
        <span className="switch-track pointer-events-none block h-6 w-10 rounded-full bg-line-control transition-colors peer-checked:bg-accent" />
        <span className="pointer-events-none absolute start-0.5 top-0.5 size-5 rounded-full bg-on-accent transition-transform peer-checked:translate-x-4 rtl:peer-checked:-translate-x-4" />
      </span>
    </label>
  );
}

/** One of a few choices, all of them in view. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string; readonly detail?: string }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-small font-medium text-soft">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-11 cursor-pointer items-start gap-3 rounded-control border border-line px-3 py-2 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="mt-1 size-4 shrink-0"
          />
          <span className="min-w-0">
            <span className="block">{option.label}</span>
            {option.detail && <span className="block text-small text-soft">{option.detail}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A few words of choice side by side, such as the theme. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-control bg-active p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="segment relative flex min-h-8 cursor-pointer items-center rounded-[5px] px-3 text-small font-medium whitespace-nowrap text-soft has-checked:bg-raised has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--ring-float),0_1px_2px_var(--shade-near)] has-focus-visible:outline-2 has-focus-visible:outline-focus coarse:min-h-11"
        >
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 m-0 cursor-pointer appearance-none outline-none"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

const inputClass =
  'min-h-9 w-full rounded-control border bg-surface px-3 py-1.5 text-body text-text ' +
  'transition-colors coarse:min-h-11 coarse:text-[1rem] focus-visible:outline-offset-0 disabled:opacity-60';

function Note({ id, hint, error }: { id: string; hint: string | undefined; error: string | undefined }) {
  if (!hint && !error) return null;
  return (
    <div id={id} className="flex flex-col gap-1 text-small">
      {error && (
        <p className="flex gap-1.5 text-danger-text">
          <Icon name="warning" size={16} className="mt-px shrink-0" />
          <span>{error}</span>
        </p>
      )}
      {hint && <p className="text-muted">{hint}</p>}
    </div>
  );
}
