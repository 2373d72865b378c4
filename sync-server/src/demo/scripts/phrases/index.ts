import type { Phrases } from '../kinds.ts';
import { answers } from './answers.ts';
import { asking } from './asking.ts';
import { reactions } from './reactions.ts';

/** Turns of phrase that scripts ask for by name. */
export const phrases: Phrases = { ...reactions, ...answers, ...asking };
