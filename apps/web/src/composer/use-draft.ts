import type { PlainBody } from '@lectern/contracts';
import type { ConversationPlace } from '@lectern/sync-client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStable } from '../hooks/use-stable.ts';
import { useViewWhen } from '../hooks/use-view.ts';
import { usePage } from '../hub/hub-context.tsx';
import { isBlankBody } from './body-parts.ts';
import type { EditorHandle } from './editor.ts';
import { createStoredDraft } from './stored-draft.ts';

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
  const [known] = useState(createStoredDraft);

  const keep = useStable((body: PlainBody | undefined = editor.current?.read()) => {
    clearTimeout(timer.current);
    if (!place || !dirty.current || !body) return;
    dirty.current = false;
    const draft = isBlankBody(body) ? null : body;
    if (!known.handOver(draft && JSON.stringify(draft))) return;
    void hub.command('saveDraft', { ...place, body: draft }).catch(() => {
      dirty.current = true;
    });
  });

  const show = useStable(() => {
    const handle = editor.current;
    if (!handle || stored === undefined) return;
    const fate = known.hear(stored && JSON.stringify(stored), {
      text: JSON.stringify(handle.read()),
      isDirty: dirty.current,
      isHeld: !handle.isEmpty() && handle.hasFocus(),
    });
    if (fate === 'stays') return;
    if (stored) handle.write(stored);
    else handle.clear();
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
    if (!place || !known.end()) return;
    void hub.command('saveDraft', { ...place, body: null }).catch(() => {});
  });
  return { arrived: show, leaving: keep, changed, sent };
}
