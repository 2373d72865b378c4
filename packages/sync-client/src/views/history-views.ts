/** The views of what is stored of the history, and of what changed in it: fetched when somebody looks. */
export { openAway } from './away.ts';
export { openCoverage, openStoredHistory } from './coverage.ts';
