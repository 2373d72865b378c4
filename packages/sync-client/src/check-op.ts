import { check, MAX_OP_BYTES, type Op, OpSchema } from '@lectern/contracts';
import { PortError } from './port-error.ts';
import { bytesOf } from './profile.ts';

export interface CheckedOp {
  readonly op: Op;
  /** Of the op as JSON, in UTF-8. */
  readonly bytes: number;
}

/** The op as its contract has it, with its size; throws `PortError` for what no server would take. */
export function checkOp(op: unknown): CheckedOp {
  const checked = check(OpSchema, op);
  if (!checked.ok) {
    const faults = checked.faults.map(({ path, message }) => `${path} ${message}`);
    throw new PortError('internal', `not an op: ${faults.join(', ')}`);
  }
  const bytes = bytesOf(checked.value);
  if (bytes > MAX_OP_BYTES) throw new PortError('too-large', `the op has ${bytes} bytes`);
  return { op: checked.value, bytes };
}
