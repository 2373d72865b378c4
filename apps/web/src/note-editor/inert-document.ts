/**
 * The one place where a string becomes a document: one that belongs to no window, in which nothing runs and from which
 * nothing is loaded. It is read and thrown away; no part of it is ever put into the page.
 */
export function inertDocument(html: string): Document | null {
  try {
    const trusted = policy ? policy.createHTML(quiet(html)) : quiet(html);
    return new DOMParser().parseFromString(trusted as string, 'text/html');
  } catch {
    return null;
  }
}

/** What was written in an element's `style`. */
export const looksOf = (element: Element): string =>
  element.getAttribute(LOOKS) ?? element.getAttribute('style') ?? '';

const LOOKS = 'data-looks';
const TAG = /<[a-z/][^<>]*>/gi;
/** A name, where one begins, and its value. */
const ATTRIBUTE = /(?<![^\s"'<>/=])([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))/g;

/**
 * Styles and handlers do nothing in such a document, but browsers hold each of them to the page's policy and report it,
 * and a page of Word has thousands. So they come in under names that mean nothing to a browser; a style sheet is raw
 * text of an element that nobody draws, and a base for addresses is a line of a head that says nothing. What is missed
 * here is reported, and that is all.
 */
const quiet = (html: string): string =>
  html.replaceAll(TAG, (tag) =>
    tag
      .replace(/^<(\/?)style(?![\w-])/i, '<$1noframes')
      .replace(/^<base(?![\w-])/i, '<meta')
      .replaceAll(ATTRIBUTE, (_, name: string, value: string) => {
        if (/^style$/i.test(name)) return LOOKS + value;
        return /^on/i.test(name) ? `data-${name}${value}` : name + value;
      }),
  );

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string },
  ): { createHTML(html: string): unknown };
}

const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('lectern-paste', {
  createHTML: (html) => html,
});
