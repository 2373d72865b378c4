/**
 * The one place where a string becomes a document: one that belongs to no window, in which nothing runs and from which
 * nothing is loaded. It is read and thrown away; no part of it is ever put into the page.
 */
export function inertDocument(html: string): Document | null {
  try {
    const trusted = policy ? policy.createHTML(html) : html;
    return new DOMParser().parseFromString(trusted as string, 'text/html');
  } catch {
    return null;
  }
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string },
  ): { createHTML(html: string): unknown };
}

const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy('lectern-paste', {
  createHTML: (html) => html,
});
