import type { Taken } from '../database/accounts.ts';
import type { InviteFault } from '../database/invites.ts';
import { ProblemError } from './problem.ts';

/** Problems that several routes have with accounts and links, each in one wording. */
export const takenProblem = (taken: Taken): ProblemError =>
  taken === 'email'
    ? new ProblemError('conflict', 'There is an account with this e-mail address already. Sign in instead.', {
        email: 'belongs to an account already',
      })
    : new ProblemError('conflict', 'Somebody else has this handle. Please choose another one.', {
        handle: 'is taken',
      });

const inviteWords: Record<InviteFault, string> = {
  unknown: 'This invite link does not work. Ask for a new one.',
  expired: 'This invite link has expired. Ask for a new one.',
  revoked: 'This invite link was withdrawn. Ask for a new one.',
};
export const inviteProblem = (fault: InviteFault): ProblemError =>
  new ProblemError('gone', inviteWords[fault]);
