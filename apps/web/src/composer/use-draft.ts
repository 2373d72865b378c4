import type { PlainBody } from '@lectern/contracts';
import type { ConversationPlace } from '@lectern/sync-client';
import { type RefObject, useEffect, useRef } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import { useViewWhen } from '../hooks/use-view.ts';
import { usePage } from '../hub/hub-context.tsx';
import { isBlankBody } from './body-parts.ts';
import type { EditorHandle } from './editor.ts';

/** A pause in writing after which the draft is kept, in milliseconds. Leaving keeps it at once. */
const KEEP_AFTER_MS = 400;

export interface Draft {
  /** An editor has come: it gets what is stored. */
  readonly arrived: () => void;
  /** The editor goes, with this text in it. */
  readonly leaving: (body: PlainBody) => void;
  readonly changed: () => void;
  /** What was written is sent: the draft is over. */
  readonly sent: () => void;
}

/** Keeps what is being written, per channel and thread, and brings it back; never a word about it on screen. */
export function useDraft(
  place: ConversationPlace | null,
  editor: RefObject<EditorHandle | null>,
  onShown: () => void,
): Draft {
  const { hub } = usePage();
  const stored = useViewWhen('draft', place ?? undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const dirty = useRef(false);
  /** A draft was kept and then sent: its echo must not come back into the empty editor. */
  const over = useRef(false);
  const kept = useRef(false);

  const keep = useStable((body: PlainBody | undefined = editor.current?.read()) => {
    clearTimeout(timer.current);
    if (!place || !dirty.current || !body) return;
    dirty.current = false;
    const blank = isBlankBody(body);
    kept.current = !blank;
    over.current = false;
    void hub.command('saveDraft', { ...place, body: blank ? null : body }).catch(() => {
      dirty.current = true;
    });
  });

  const show = useStable(() => {
    const handle = editor.current;
    if (stored === null) over.current = false;
    if (!handle || !stored || dirty.current || over.current) return;
    // Another device's words never replace what stands under this person's caret.
    if (!handle.isEmpty() && handle.hasFocus()) return;
    kept.current = true;
    if (JSON.stringify(handle.read()) === JSON.stringify(stored)) return;
    handle.write(stored);
    onShown();
  });
  useEffect(() => {
    if (stored !== undefined) show();
  }, [stored, show]);

  useEffect(() => {
    const onHide = () => document.hidden && keep();
    const onLeave = () => keep();
    document.addEventListener('visibilitychange', onHide);
    addEventListener('pagehide', onLeave);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      removeEventListener('pagehide', onLeave);
    };
  }, [keep]);

  const changed = useStable(() => {
    if (!place) return;
    dirty.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => keep(), KEEP_AFTER_MS);
  });
  const sent = useStable(() => {
    clearTimeout(timer.current);
    dirty.current = false;
    if (!place || !(kept.current || stored)) return;
    kept.current = false;
    over.current = true;
    void hub.command('saveDraft', { ...place, body: null }).catch(() => {});
  });
  return { arrived: show, leaving: keep, changed, sent };
}
