import { words } from '../../words/words.ts';
import type { RenderedFormula } from '../body/render-formula.ts';

/**
 * Formulas of long texts: a page of two hundred would take half a second to set. Each is set when it comes near to
 * what is seen, once for every source; until then its source stands there. All of them are, before the page is printed.
 */

/** How far from what is seen a formula is set: a few screens of a fast scroll. */
const NEAR = '800px 0px';

/** Sources that are kept as they were set; the oldest go first. */
const MAX_KEPT = 1_000;

/** Time in one frame for setting formulas, in milliseconds: the rest of it is the browser's. */
const BUDGET_MS = 8;

interface Place {
  readonly source: string;
  readonly display: boolean;
}
const places = new WeakMap<Element, Place>();
const waiting = new Set<Element>();
const kept = new Map<string, RenderedFormula>();
let render: ((source: string, display: boolean) => RenderedFormula) | null = null;
let isAsked = false;

/** Puts a formula into an element, or another in the place of the one that it has. */
export function placeFormula(element: HTMLElement, source: string, display: boolean): void {
  places.set(element, { source, display });
  element.dataset.formula = source;
  element.dir = 'ltr';
  if (render !== null && kept.has(keyOf({ source, display }))) {
    draw(element);
    return;
  }
  element.replaceChildren(sourceOf({ source, display }));
  observer().observe(element);
}

/** No more of this element. */
export function dropFormula(element: HTMLElement): void {
  places.delete(element);
  waiting.delete(element);
  observer().unobserve(element);
}

const keyOf = ({ source, display }: Place): string => `${display ? 'block' : 'line'} ${source}`;

function set(place: Place): RenderedFormula {
  const key = keyOf(place);
  const before = kept.get(key);
  if (before) return before;
  const formula = render!(place.source, place.display);
  kept.set(key, formula);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value!);
  return formula;
}

function draw(element: Element): void {
  const place = places.get(element);
  if (place === undefined || render === null) return;
  const formula = set(place);
  if (formula.element) {
    element.replaceChildren(formula.element.cloneNode(true));
    return;
  }
  const fault = document.createElement('span');
  fault.className = 'text-small text-danger-text';
  fault.textContent = ` ${words.messages.badFormula(formula.fault)}`;
  element.replaceChildren(sourceOf(place), fault);
}

/** The source itself, while it is not set or when it cannot be. */
function sourceOf({ source, display }: Place): HTMLElement {
  const code = document.createElement('code');
  code.dir = 'ltr';
  code.textContent = source;
  if (display) code.className = 'block';
  return code;
}

let watching: IntersectionObserver | null = null;
function observer(): IntersectionObserver {
  if (watching) return watching;
  watching = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watching!.unobserve(target);
        waiting.add(target);
      }
      if (waiting.size > 0) ask();
    },
    // A page that scrolls inside of the window has a margin of its own, where the browser knows it.
    { rootMargin: NEAR, scrollMargin: NEAR } as IntersectionObserverInit,
  );
  addEventListener('beforeprint', () => {
    if (render === null) return;
    for (const element of document.querySelectorAll('[data-formula]')) draw(element);
  });
  return watching;
}

function ask(): void {
  if (isAsked) return;
  isAsked = true;
  void import('../body/render-formula.ts')
    .then((module) => {
      render = module.renderFormula;
      requestAnimationFrame(drawSome);
    })
    // A network that comes back brings it with the next formula.
    .catch(() => {
      isAsked = false;
    });
}

function drawSome(): void {
  const end = performance.now() + BUDGET_MS;
  for (const element of waiting) {
    waiting.delete(element);
    draw(element);
    if (performance.now() > end) break;
  }
  isAsked = waiting.size > 0;
  if (isAsked) requestAnimationFrame(drawSome);
}
