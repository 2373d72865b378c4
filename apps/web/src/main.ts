import './styles/app.css';
import { expectFirstScreen } from './first-screen.ts';
import { connect } from './hub/connect.ts';
import { createPage } from './hub/page.ts';

// The hub is woken and asked before the page's own code is there: it reads the store meanwhile.
const page = createPage(connect());
expectFirstScreen(page.views, location.pathname);
// Not awaited here: the page's code shares modules with this one and would wait for it in turn.
void import('./draw.tsx').then(({ draw }) => draw(page));
