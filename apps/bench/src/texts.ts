import { createRandom } from '@lectern/test-kit';

/**
 * Messages as people write them, as far as size and compression go: words by Zipf's law, numbers and marks between
 * them, lengths from one word to a paragraph. The same seed gives the same texts.
 */
export function plausibleTexts(count: number, seed: string): string[] {
  const random = createRandom(seed);
  const word = (): string => {
    if (random.chance(0.04)) return String(random.int(1, 400));
    return WORDS[Math.floor(WORDS.length ** random.next()) - 1] ?? WORDS[0]!;
  };
  return Array.from({ length: count }, () => {
    // Many short ones, few long ones: 3 to 60 words, half of them below 14.
    const length = Math.round(3 * 20 ** random.next());
    const words = Array.from({ length }, () => word() + (random.chance(0.1) ? ',' : ''));
    const text = words.join(' ').replace(/,$/, '');
    return text[0]!.toUpperCase() + text.slice(1) + random.pick(['.', '.', '?', '!', '', ' :)']);
  });
}

/** In falling order of use. */
const WORDS =
  `the to is a of in and that it you for on this not with we be have are can as if but what at do so there or
no just from how all an my one will was by would which time they about like out when up use more also your get then
some two should has question solution exercise lecture only same does think know need tomorrow why here now than
see first other into sheet way well both after where make because right work very proof slides page room answer
could before point see still even show mean really thanks problem works find last wrong new each next week part want
good sure between function step without number different tutorial deadline maybe value case set means follows
definition theorem lemma matrix vector limit integral derivative series continuous bounded converges sequence norm
kernel rank basis linear map space closed open compact subset element group ring field ideal prime polynomial root
degree algorithm graph vertex edge path cycle tree queue stack loop index array list pointer memory compiler error
test case input output file branch commit merge server client message channel upload download script print sheet
points grade exam oral written register office hours chapter book library photo board chalk recording camera
yesterday today monday tuesday wednesday thursday friday morning afternoon evening minute later early late anyone
somebody everybody nobody probably exactly basically usually sometimes already almost enough quite instead however
therefore hence assume suppose consider note remark example counterexample hint remember forget understand confused
clear obvious trivial hard easy long short small large positive negative zero finite infinite unique exists given
left right upper lower hand side equals less greater sum product difference factor constant variable parameter
probability expectation variance sample distribution normal random estimate bias error confidence hypothesis`
    .split(/\s+/)
    .filter((word, at, all) => all.indexOf(word) === at);
