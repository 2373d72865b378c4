import type { PresenceEntry, UserId } from '@lectern/contracts';

/** What has changed in the presence of a course since it was opened here: some are told of it later than others. */
export class PresenceNews {
  /** Rises with everything that changes. Who was told up to a version is told what came after it. */
  version = 0;
  readonly #latest = new Map<UserId, { readonly entry: PresenceEntry; readonly version: number }>();

  add(entries: readonly PresenceEntry[]): void {
    if (entries.length > 0) this.version += 1;
    for (const entry of entries) this.#latest.set(entry.user, { entry, version: this.version });
  }

  /** The last word on everybody who has changed after a version. */
  since(version: number): PresenceEntry[] {
    return [...this.#latest.values()].flatMap((each) => (each.version > version ? [each.entry] : []));
  }
}
