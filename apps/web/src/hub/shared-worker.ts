/** The shared worker of the browser: one hub for all tabs. */
import '@lectern/sync-client/hub-worker';
