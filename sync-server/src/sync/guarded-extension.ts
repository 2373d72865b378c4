import type { Extension } from '@hocuspocus/server';
import type { Logger } from 'pino';

/** Hooks that Hocuspocus does not await: a throw in one of them would be an unhandled rejection and end the process. */
const UNAWAITED = [
  ...['onChange', 'onStateless', 'onAwarenessUpdate', 'onDisconnect', 'connected'],
  ...['beforeBroadcastStateless', 'afterUnloadDocument'],
] as const satisfies readonly (keyof Extension)[];

/** Wraps an extension so that no hook of it can end the process, whatever it does. */
export function guarded<C>(extension: Extension<C>, log: Logger): Extension<C> {
  for (const name of UNAWAITED) {
    const hook = extension[name] as ((payload: unknown) => Promise<unknown>) | undefined;
    if (hook === undefined) continue;
    const safe = async (payload: unknown): Promise<unknown> => {
      try {
        return await hook.call(extension, payload);
      } catch (error) {
        log.error({ err: error, hook: name, extension: extension.extensionName }, 'a hook failed');
        return undefined;
      }
    };
    Object.defineProperty(extension, name, { value: safe });
  }
  return extension;
}
