import { Component, type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Button } from './components/button.tsx';
import { EmptyState } from './components/empty-state.tsx';
import { lazily } from './components/lazily.ts';
import { ToastProvider } from './components/toast.tsx';
import { HubProvider } from './hub/hub-context.tsx';
import type { Page } from './hub/page.ts';
import { SessionGate } from './scenes/account/session-gate.tsx';
import { Shell } from './scenes/shell/shell.tsx';
import { words } from './words/words.ts';

const TooltipLayer = lazily(
  () => import('./components/tooltip.tsx'),
  (module) => module.TooltipLayer,
);
const Setup = lazily(
  () => import('./scenes/account/setup.tsx'),
  (module) => module.Setup,
);
const Join = lazily(
  () => import('./scenes/account/join.tsx'),
  (module) => module.Join,
);
const Forgot = lazily(
  () => import('./scenes/account/forgot.tsx'),
  (module) => module.Forgot,
);
const Reset = lazily(
  () => import('./scenes/account/reset.tsx'),
  (module) => module.Reset,
);

/** The whole page: links that work without an account first, everything else behind the session gate. */
export function App({ page }: { page: Page }) {
  return (
    <CrashGuard>
      <HubProvider page={page}>
        <Suspense fallback={null}>
          <Switch>
            <Route path="/setup/:token">{({ token }) => <Setup token={token} />}</Route>
            <Route path="/join/:token">{({ token }) => <Join token={token} />}</Route>
            <Route path="/reset/:token">{({ token }) => <Reset token={token} />}</Route>
            <Route path="/forgot">
              <Forgot />
            </Route>
            <Route>
              <SessionGate>
                {/* Inside the gate: a toast may quote a message, and goes when the session ends. */}
                <ToastProvider>
                  <Shell />
                </ToastProvider>
              </SessionGate>
            </Route>
          </Switch>
        </Suspense>
      </HubProvider>
      <Suspense>
        <TooltipLayer />
      </Suspense>
    </CrashGuard>
  );
}

/** A fault in drawing must not leave a white page: what people wrote lives in the hub and is safe. */
class CrashGuard extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="flex h-full">
        <EmptyState icon="warning" title={words.crashed.title} lead={words.crashed.lead}>
          <Button kind="primary" onClick={() => location.reload()}>
            {words.crashed.reload}
          </Button>
        </EmptyState>
      </main>
    );
  }
}
