import { fold } from './fold.ts';

/** Words of a question that are looked for: more say little more, and each is a search of its own. */
export const MAX_CONTENT_WORDS = 6;

/** Shorter words say little, but for those of scripts without spaces. */
const LEAST_LENGTH = 3;

/** What questions are made of and not about, in the languages that most courses are held in. */
const COMMON = new Set(
  (
    'about after again all also and any are ask because been before being but can cannot could did does doing done ' +
    'each else for from get getting give given had has have help her here him his how its just know like may maybe ' +
    'mean might more most much must need not now one only other our out please question questions really same say see ' +
    'she should some someone something still such tell than thank thanks that the their them then there these they ' +
    'this those too two use used using very want was way were what when where which while who whom whose why will ' +
    'with work would yes you your ' +
    'aber als auch auf aus bei bin bis bitte dann das dass dem den der des die dies diese dieser doch dort ein eine ' +
    'einem einen einer eines für frage fragen gibt hab habe haben hat hier ich ihr ist jetzt kann kannst kein keine ' +
    'können man mehr mein mich mir mit muss nach nicht noch nur oder ohne schon sein sich sie sind über und uns unter ' +
    'vom von war warum was weil welche welcher wenn wer werden wie wir wird wirklich wurde zum zur zwei'
  )
    .split(' ')
    .map((word) => fold(word).text),
);

/** The words that say what a text is about, folded, each once, the longest first: at most `MAX_CONTENT_WORDS`. */
export function contentWords(text: string): string[] {
  const words = new Set<string>();
  for (const [word] of fold(text).text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const isLong = word.length >= LEAST_LENGTH || /\p{Lo}{2}/u.test(word);
    if (isLong && !COMMON.has(word)) words.add(word);
  }
  return [...words].sort((a, b) => b.length - a.length).slice(0, MAX_CONTENT_WORDS);
}
