import type { Mail } from './mailer.ts';

/** The mail that lets somebody choose a new password. */
export const resetMail = (to: { email: string; name: string }, link: string, minutes: number): Mail => ({
  to: to.email,
  subject: 'Choose a new password for Lectern',
  text: [
    `Hello ${to.name},`,
    '',
    `somebody asked for a new password for this address. To choose one, open this link within ${minutes} minutes:`,
    '',
    link,
    '',
    'It works once and signs you out everywhere else. If it was not you, there is nothing to do: your password stays.',
    '',
  ].join('\n'),
});
