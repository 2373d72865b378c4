import { MAX_LINK_LENGTH } from './limits.ts';

/** What a link may lead to: the web and a mailbox. Nothing else is ever opened by a click in a message. */
const SCHEMES: readonly string[] = ['http:', 'https:', 'mailto:'];

/**
 * Whether a link may lead there: an absolute address of the web or of a mailbox, without blanks, and without a name
 * before its host, which is only there to be taken for the host.
 */
export function isLinkTarget(address: string): boolean {
  if (address.length > MAX_LINK_LENGTH || /[\s\p{Cc}\p{Cf}]/u.test(address)) return false;
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return SCHEMES.includes(protocol) && username === '' && password === '';
}
