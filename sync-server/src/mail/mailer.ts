import { createTransport } from 'nodemailer';
import type { Env } from '../env.ts';

/** Sends mail. A send that fails is thrown to the caller, who decides what it means. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server that does not answer for so long is down, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** Null when no mail server is configured. */
export function createMailer({ mail }: Pick<Env, 'mail'>): Mailer | null {
  if (!mail) return null;
  const transport = createTransport(
    {
      url: mail.url,
      pool: true,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    },
    { from: mail.from },
  );
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ to, subject, text });
    },
    close: () => transport.close(),
  };
}
