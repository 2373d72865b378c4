import { useUnreadNotices } from './use-own-status.ts';
import { useTitle } from './use-title.ts';

/** The window's title while signed in: the scene, and how often one was mentioned. */
export function useSceneTitle(title: string): void {
  useTitle(title, useUnreadNotices());
}
