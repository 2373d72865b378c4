import { useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { useCopy } from '../../hooks/use-copy.ts';
import { words } from '../../words/words.ts';

/** A link to hand on: whole, selectable, with a button that copies it. */
export function LinkBox({ url, lead }: { url: string; lead: string }) {
  const copy = useCopy();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="rise flex flex-col gap-2 rounded-card bg-accent-soft p-3">
      <p className="text-small text-accent-text">{lead}</p>
      <div className="flex gap-2">
        <input
          ref={input}
          readOnly
          value={url}
          aria-label={lead}
          dir="ltr"
          onFocus={(event) => event.target.select()}
          className="min-h-9 min-w-0 grow rounded-control border border-accent-line bg-surface px-2.5 font-mono text-small coarse:min-h-11"
        />
        <Button
          kind="primary"
          icon="copy"
          onClick={() => {
            input.current?.select();
            void copy(url);
          }}
        >
          {words.common.copy}
        </Button>
      </div>
    </div>
  );
}
