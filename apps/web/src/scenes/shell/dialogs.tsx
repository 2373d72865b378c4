import type { ChannelId, CourseId, Message, MessageId, NoteId, UserId } from '@lectern/contracts';
import { createContext, type ReactNode, Suspense, use, useMemo, useState } from 'react';
import { lazily } from '../../components/lazily.ts';
import type { Reminded } from '../reminders/set-reminder.ts';

/** Every dialog of the app and what it is about. */
export type DialogRequest =
  | { readonly kind: 'pending' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'switcher' }
  | { readonly kind: 'sign-out'; readonly everywhere?: boolean }
  | { readonly kind: 'create-channel'; readonly course: CourseId }
  | { readonly kind: 'browse-channels'; readonly course: CourseId }
  | {
      readonly kind: 'describe-channel' | 'archive-channel' | 'leave-channel' | 'add-people';
      readonly channel: ChannelId;
    }
  | { readonly kind: 'create-note'; readonly channel: ChannelId }
  | {
      readonly kind: 'rename-note' | 'duplicate-note' | 'note-history' | 'note-changes';
      readonly channel: ChannelId;
      readonly note: NoteId;
    }
  | { readonly kind: 'versions'; readonly channel: ChannelId; readonly message: MessageId }
  | { readonly kind: 'forward'; readonly channel: ChannelId; readonly message: Message }
  | { readonly kind: 'accept-answer'; readonly channel: ChannelId; readonly answer: MessageId }
  /** `at`: a moment of the day that it begins with. */
  | { readonly kind: 'jump-to-date'; readonly channel: ChannelId; readonly at: number }
  | { readonly kind: 'remind'; readonly of: Reminded }
  | { readonly kind: 'remove-member'; readonly channel: ChannelId; readonly user: UserId }
  | { readonly kind: 'invite' | 'rename-course'; readonly course: CourseId }
  | { readonly kind: 'create-course' };

export interface Dialogs {
  readonly show: (request: DialogRequest) => void;
  readonly close: () => void;
}

export const useDialogs = (): Dialogs => use(DialogsContext);

/** Holds the one dialog that is open. Their code is loaded with the first one. */
export function DialogsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<DialogRequest | null>(null);
  const dialogs = useMemo<Dialogs>(() => ({ show: setOpen, close: () => setOpen(null) }), []);
  return (
    <DialogsContext value={dialogs}>
      {children}
      {open && (
        <Suspense fallback={null}>
          <DialogOf key={open.kind} request={open} onShow={dialogs.show} onClose={dialogs.close} />
        </Suspense>
      )}
    </DialogsContext>
  );
}

const DialogsContext = createContext<Dialogs>({ show: () => {}, close: () => {} });

export const loadDialogs = () => import('./dialog-of.tsx');
const DialogOf = lazily(loadDialogs, (module) => module.DialogOf);
