/** Why a write did not reach the disk: no room, or the browser refuses or lost the store. */
export class StorageFault extends Error {
  readonly code: 'storage-full' | 'storage-unavailable';

  constructor(code: 'storage-full' | 'storage-unavailable', cause: unknown) {
    super(code, { cause });
    this.name = 'StorageFault';
    this.code = code;
  }
}

/** What IndexedDB calls a key or a value that nobody could store: a mistake of ours, whatever the disk is like. */
const OWN_MISTAKES: ReadonlySet<unknown> = new Set(['DataError', 'DataCloneError']);

/** Runs an access to IndexedDB; what the browser throws becomes a `StorageFault`. */
export async function guarded<T>(access: () => PromiseLike<T>): Promise<T> {
  try {
    return await access();
  } catch (error) {
    if (error instanceof StorageFault || OWN_MISTAKES.has((error as { name?: unknown } | null)?.name))
      throw error;
    throw new StorageFault(isQuotaError(error) ? 'storage-full' : 'storage-unavailable', error);
  }
}

/** Dexie wraps the browser's error, and a transaction that was aborted for want of space says so only inside. */
export function isQuotaError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner, failures } = error as { name?: unknown; inner?: unknown; failures?: unknown };
  if (name === 'QuotaExceededError' || isQuotaError(inner)) return true;
  return Array.isArray(failures) && failures.some(isQuotaError);
}
