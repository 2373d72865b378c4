import 'katex/dist/katex.min.css';
import katex from 'katex';

export type RenderedFormula =
  | { readonly element: HTMLElement; readonly fault?: undefined }
  | { readonly element?: undefined; readonly fault: string };

/** Largest size of anything in a formula, in em: without a limit one rule covers the screen. */
const MAX_SIZE_EM = 20;

/** Macros that one formula may expand. A definition that calls itself ends here. */
const MAX_EXPANSIONS = 500;

/** Sets a formula as elements, with the same in MathML for who hears it. Whatever is wrong with it is said, not thrown. */
export function renderFormula(source: string, display: boolean): RenderedFormula {
  const element = document.createElement('span');
  // Also in a line of Arabic, whose direction its letters have no say in.
  element.dir = 'ltr';
  try {
    katex.render(source, element, {
      displayMode: display,
      maxSize: MAX_SIZE_EM,
      maxExpand: MAX_EXPANSIONS,
      strict: 'ignore',
      trust: false,
    });
    return { element };
  } catch (error) {
    // Also of the engine: two thousand fractions inside of each other are too deep for its stack.
    return { fault: error instanceof katex.ParseError ? error.rawMessage : '' };
  }
}
