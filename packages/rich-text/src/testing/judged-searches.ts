/** Texts with the queries by which people would look for them, for tests and benches of whoever searches. */
export { type JudgedText, readJudgedCorpus } from './judged-corpus.ts';
export { judgedQueries } from './judged-queries.ts';
export { madeUpCorpus, queriesFor } from './made-up-corpus.ts';
