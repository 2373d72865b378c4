import { expect, test } from 'vitest';
import { MAX_LINK_LENGTH } from './limits.ts';
import { isLinkTarget } from './link-target.ts';

test.each([
  'https://example.edu',
  'http://localhost:3000/a?b=c#d',
  'mailto:ada@example.edu',
  'https://bücher.example/ü',
])('%s may be opened', (address) => expect(isLinkTarget(address)).toBe(true));

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.edu/x',
  '//example.edu',
  '/relative',
  'example.edu',
  'https://',
  'https://bank.example@evil.example/',
  'https://a:b@evil.example/',
  'https://example.edu/a b',
  'https://example.edu/\u202egpj.exe',
  'https://example.edu/\u200b',
  `https://example.edu/${'a'.repeat(MAX_LINK_LENGTH)}`,
  '',
])('%j may not', (address) => expect(isLinkTarget(address)).toBe(false));
