import { isLinkTarget, type LinkNode } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { Link as InAppLink } from 'wouter';

const linkClass =
  'text-accent-text underline decoration-accent-line underline-offset-2 hover:decoration-current';

/** A link in a message, to what `isLinkTarget` allows. One that leads to a place of this app goes there; others open beside it. */
export function Link({ href, children }: { href: string; children: ReactNode }) {
  const url = new URL(href);
  if (url.origin === globalThis.location?.origin && url.pathname.startsWith('/c/')) {
    return (
      <InAppLink href={url.pathname} className={linkClass}>
        {children}
      </InAppLink>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={linkClass}>
      {children}
    </a>
  );
}

/** Web addresses in plain text; what ends a sentence is not part of one. */
const ADDRESS = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

/** Something that reads as the name of a host. */
const HOST_LIKE = /(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/u;

/** The text with its web addresses as links. */
export function linked(text: string): ReactNode {
  if (!text.includes('://')) return text;
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (!isLinkTarget(match[0])) continue;
    pieces.push(
      text.slice(done, match.index),
      <Link key={match.index} href={match[0]}>
        {match[0]}
      </Link>,
    );
    done = match.index + match[0].length;
  }
  pieces.push(text.slice(done));
  return pieces;
}

/** Where a link leads whose text reads like another address, or null where nobody is misled. */
export function linkHost({ href, c }: LinkNode): string | null {
  const { host } = new URL(href);
  const named = HOST_LIKE.exec(c.map(({ s }) => s).join(''))?.[0].toLowerCase();
  if (
    named === undefined ||
    host === '' ||
    host === named ||
    host === `www.${named}` ||
    `www.${host}` === named
  )
    return null;
  return host;
}
