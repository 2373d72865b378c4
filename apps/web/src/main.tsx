import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connect } from './hub/connect.ts';
import { registerServiceWorker } from './hub/service-worker-client.ts';
import './styles/app.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App hub={connect()} />
  </StrictMode>,
);
registerServiceWorker();
