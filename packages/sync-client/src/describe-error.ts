import { isPortErrorCode, type PortErrorCode } from './port.ts';

/** A failure as it crosses the port. */
export function describeError(error: unknown): { readonly code: PortErrorCode; readonly message: string } {
  const code = (error as { code?: unknown } | null)?.code;
  return {
    code: isPortErrorCode(code) ? code : 'internal',
    message: error instanceof Error ? error.message : String(error),
  };
}
