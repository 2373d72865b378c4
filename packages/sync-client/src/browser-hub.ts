import { createHub, type HubCore } from './hub.ts';

/** A hub over what a browser has. `build` tells one build's hub from another's. */
export function browserHub(build: string): HubCore {
  return createHub({ build });
}
