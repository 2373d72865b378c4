import { buildWeb, webBuildIsCurrent } from './web-build.ts';

/** Builds the web app unless the build at hand is of the sources at hand. */
process.exitCode = webBuildIsCurrent() ? 0 : await buildWeb();
