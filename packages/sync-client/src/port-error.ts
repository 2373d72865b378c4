import type { PortErrorCode } from './port.ts';

/** A command's failure in words that the page knows; `message` is for logs and never for people. */
export class PortError extends Error {
  readonly code: PortErrorCode;

  constructor(code: PortErrorCode, message: string) {
    super(message);
    this.name = 'PortError';
    this.code = code;
  }
}
