// Runs before the first paint and before any other script.

// A chosen theme never flashes the other one.
try {
  const theme = localStorage.getItem('lectern-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme holds.
}

// Opening the browser's databases takes as long as loading the scripts: let both happen at once.
try {
  indexedDB.databases().catch(() => {});
} catch {
  // Storage is blocked, or this browser does not list it: the hub finds out.
}

// The hub reads the store while the page's own code is still on its way. `connect.ts` takes it over.
try {
  const { hub } = document.currentScript.dataset;
  if (hub) {
    const policy = globalThis.trustedTypes?.createPolicy('lectern-first', { createScriptURL: (url) => url });
    const url = policy ? policy.createScriptURL(hub) : hub;
    const first = { worker: new SharedWorker(url, { type: 'module', name: 'lectern-hub' }), failed: false };
    first.worker.onerror = () => {
      first.failed = true;
    };
    globalThis.firstHub = first;
  }
} catch {
  // There is no such worker here: the page makes its own hub.
}
