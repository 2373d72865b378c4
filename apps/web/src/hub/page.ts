import type { Hub } from '@lectern/sync-client';
import { UnsavedOps } from './unsaved.ts';
import { ViewStore } from './view-store.ts';

/** The hub and what this page keeps around it. */
export interface Page {
  readonly hub: Hub;
  readonly views: ViewStore;
  readonly unsaved: UnsavedOps;
}

export const createPage = (hub: Hub): Page => ({
  hub,
  views: new ViewStore(hub),
  unsaved: new UnsavedOps(hub),
});
