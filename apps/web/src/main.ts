import './styles/app.css';
import { expectScreens } from './expect-screens.ts';
import { connect } from './hub/connect.ts';
import { createPage } from './hub/page.ts';

// The hub is woken and asked before the page's own code is there: it reads the store meanwhile.
const page = createPage(connect());
expectScreens(page.views);
// Not awaited here: the page's code shares modules with this one and would wait for it in turn.
void import('./draw.tsx').then(({ draw }) => draw(page));
