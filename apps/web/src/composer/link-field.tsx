import { isLinkTarget } from '@lectern/contracts';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { formattingWords } from '../words/formatting.ts';
import { words } from '../words/words.ts';

/** Asks where the selected words shall lead. */
export function LinkField({
  address,
  onSet,
  onClose,
}: {
  /** Where they lead now. */
  address: string | null;
  onSet: (address: string | null) => void;
  onClose: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const set = () => {
    const target = withScheme(input.current!.value.trim());
    if (target === null) setWrong(true);
    else onSet(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // What is typed here is not for the message behind.
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') set();
    else return;
    event.preventDefault();
  };
  return (
    <div className="px-2 py-1.5">
      <div className="flex items-center gap-1">
        <input
          ref={input}
          type="url"
          inputMode="url"
          defaultValue={address ?? ''}
          placeholder="https://"
          aria-label={formattingWords.linkAddress}
          aria-invalid={wrong}
          onKeyDown={onKeyDown}
          onInput={() => setWrong(false)}
          className="h-8 min-w-0 grow rounded-control bg-hover px-2 text-body coarse:h-11"
        />
        <IconButton icon="check" label={formattingWords.setLink} onClick={set} tone="accent" />
        {address !== null && (
          <IconButton icon="trash" label={formattingWords.removeLink} onClick={() => onSet(null)} />
        )}
        <IconButton icon="close" label={words.common.cancel} onClick={onClose} />
      </div>
      {wrong && (
        <p role="alert" className="pt-1 text-small text-danger-text">
          {formattingWords.badLink}
        </p>
      )}
    </div>
  );
}

/** People write addresses without their beginning. Null for what is none. */
function withScheme(address: string): string | null {
  const mailbox = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(address);
  return (
    [
      address,
      ...(mailbox ? [`mailto:${address}`] : address.includes('.') ? [`https://${address}`] : []),
    ].find(isLinkTarget) ?? null
  );
}
