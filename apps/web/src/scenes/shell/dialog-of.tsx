import { AcceptAnswerDialog } from '../channel/accept-answer-dialog.tsx';
import { AddPeopleDialog } from '../channel/add-people-dialog.tsx';
import { BrowseChannelsDialog } from '../channel/browse-channels-dialog.tsx';
import {
  ArchiveChannelDialog,
  LeaveChannelDialog,
  RemoveMemberDialog,
} from '../channel/channel-confirmations.tsx';
import { CreateChannelDialog } from '../channel/create-channel-dialog.tsx';
import { DescribeChannelDialog } from '../channel/describe-channel-dialog.tsx';
import { ForwardDialog } from '../channel/forward-dialog.tsx';
import { JumpToDateDialog } from '../channel/jump-to-date-dialog.tsx';
import { VersionsDialog } from '../channel/versions-dialog.tsx';
import { CreateCourseDialog, RenameCourseDialog } from '../course/course-dialogs.tsx';
import { InviteDialog } from '../course/invite-dialog.tsx';
import { CreateNoteDialog } from '../note/create-note-dialog.tsx';
import { DuplicateNoteDialog } from '../note/duplicate-note-dialog.tsx';
import { NoteChangesDialog } from '../note/note-changes-dialog.tsx';
import { NoteHistoryDialog } from '../note/note-history-dialog.tsx';
import { RenameNoteDialog } from '../note/rename-note-dialog.tsx';
import { RemindDialog } from '../reminders/remind-dialog.tsx';
import { KeysDialog } from '../settings/keys-dialog.tsx';
import { SignOutDialog } from '../settings/sign-out-dialog.tsx';
import { SwitcherDialog } from '../switcher/switcher-dialog.tsx';
import type { DialogRequest } from './dialogs.tsx';
import { PendingDialog } from './pending-dialog.tsx';

/** The dialog that a request names. */
export function DialogOf({
  request,
  onShow,
  onClose,
}: {
  request: DialogRequest;
  onShow: (request: DialogRequest) => void;
  onClose: () => void;
}) {
  switch (request.kind) {
    case 'pending':
      return <PendingDialog onClose={onClose} />;
    case 'keys':
      return <KeysDialog onClose={onClose} />;
    case 'switcher':
      return <SwitcherDialog onShow={onShow} onClose={onClose} />;
    case 'sign-out':
      return <SignOutDialog everywhere={request.everywhere ?? false} onClose={onClose} />;
    case 'create-channel':
      return <CreateChannelDialog course={request.course} onClose={onClose} />;
    case 'browse-channels':
      return <BrowseChannelsDialog course={request.course} onClose={onClose} />;
    case 'describe-channel':
      return <DescribeChannelDialog channel={request.channel} onClose={onClose} />;
    case 'archive-channel':
      return <ArchiveChannelDialog channel={request.channel} onClose={onClose} />;
    case 'leave-channel':
      return <LeaveChannelDialog channel={request.channel} onClose={onClose} />;
    case 'add-people':
      return <AddPeopleDialog channel={request.channel} onClose={onClose} />;
    case 'jump-to-date':
      return <JumpToDateDialog channel={request.channel} at={request.at} onClose={onClose} />;
    case 'remind':
      return <RemindDialog of={request.of} onClose={onClose} />;
    case 'remove-member':
      return <RemoveMemberDialog channel={request.channel} user={request.user} onClose={onClose} />;
    case 'versions':
      return <VersionsDialog channel={request.channel} message={request.message} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog channel={request.channel} message={request.message} onClose={onClose} />;
    case 'accept-answer':
      return <AcceptAnswerDialog channel={request.channel} answer={request.answer} onClose={onClose} />;
    case 'create-note':
      return <CreateNoteDialog channel={request.channel} onClose={onClose} />;
    case 'rename-note':
      return <RenameNoteDialog channel={request.channel} note={request.note} onClose={onClose} />;
    case 'duplicate-note':
      return <DuplicateNoteDialog channel={request.channel} note={request.note} onClose={onClose} />;
    case 'note-history':
      return <NoteHistoryDialog channel={request.channel} note={request.note} onClose={onClose} />;
    case 'note-changes':
      return <NoteChangesDialog channel={request.channel} note={request.note} onClose={onClose} />;
    case 'invite':
      return <InviteDialog course={request.course} onClose={onClose} />;
    case 'rename-course':
      return <RenameCourseDialog course={request.course} onClose={onClose} />;
    case 'create-course':
      return <CreateCourseDialog onClose={onClose} />;
  }
}
