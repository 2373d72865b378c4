import type { Script } from '../kinds.ts';
import { arabic } from './arabic.ts';
import { chinese } from './chinese.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { japanese } from './japanese.ts';
import { spanish } from './spanish.ts';

/** Conversations among those who speak a language. */
export const languages: Readonly<Record<string, readonly Script[]>> = {
  de: german,
  es: spanish,
  fr: french,
  zh: chinese,
  ja: japanese,
  ar: arabic,
};
