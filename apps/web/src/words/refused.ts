import type { DenyReason } from '@lectern/contracts';

/** Words for what the server or the rules refuse. Part of the catalogue in `words.ts`; apart, for they are seldom needed. */
export const refusedWords = {
  message: (reason: DenyReason, channel: string) =>
    `Not sent: ${because(reason, channel)}. Your text is kept here.`,
  edit: (reason: DenyReason, channel: string) =>
    `Edit not saved: ${because(reason, channel)}. Your text is kept here.`,
  delete: (reason: DenyReason, channel: string) => `Not deleted: ${because(reason, channel)}.`,
  react: (reason: DenyReason, channel: string) => `Reaction not sent: ${because(reason, channel)}.`,
  change: (reason: DenyReason, channel: string) => `Not done: ${because(reason, channel)}.`,
  name: 'There is already a channel with this name.',
  readOnly: (reason: DenyReason, channel: string) => `You cannot write here: ${because(reason, channel)}.`,
} as const;

/** The middle of a sentence that says why something was refused. */
function because(reason: DenyReason, channel: string): string {
  const place = channel ? `#${channel}` : 'this channel';
  const reasons: Record<DenyReason, string> = {
    invalid: 'it holds something the server cannot read',
    'too-large': 'it is too long',
    'not-sealed-here': `messages in ${place} are not encrypted`,
    'unknown-channel': `${place} is no longer there`,
    'not-member': `you are no longer in ${place}`,
    archived: `${place} is archived`,
    'staff-only': `only lecturers, tutors and admins write in ${place}`,
    'may-not-post': `you can no longer post in ${place}`,
    'unknown-message': 'the message is no longer there',
    'already-deleted': 'the message was deleted',
    'not-author': 'the message is by someone else',
    'not-allowed': 'your role does not allow it',
    'may-not-call': `only staff and moderators call so many people in ${place}, so take out @channel, @here or @students`,
    'name-taken': `there is already a channel named ${place}`,
    'id-used': 'it was sent before',
    'unknown-person': 'that person is not in the course',
    'too-many-reactions': 'the message has all the reactions it can hold',
    'too-many-pins': `${place} has all the pins it can hold`,
    'no-question': 'the message is not marked as a question',
    'answers-another': 'the message is the answer to another question already',
    'unknown-note': 'the note is not there any more',
    'too-many-notes': 'this channel has as many notes as it can hold',
  };
  return reasons[reason];
}
