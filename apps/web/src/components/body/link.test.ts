import type { LinkNode } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { linkHost } from './link.tsx';

const link = (s: string, href: string): LinkNode => ({ t: 'link', href, c: [{ t: 'text', s }] });

test('a link says where it leads when its text reads like another address', () => {
  expect(linkHost(link('bank.example', 'https://evil.example/login'))).toBe('evil.example');
  expect(linkHost(link('https://bank.example/login', 'https://evil.example/login'))).toBe('evil.example');
  expect(linkHost(link('www.bank.example', 'https://bank.example.evil.example'))).toBe(
    'bank.example.evil.example',
  );
});

test('it does not when nobody is misled', () => {
  expect(linkHost(link('the sheet', 'https://example.edu/sheet'))).toBeNull();
  expect(linkHost(link('example.edu/sheet', 'https://example.edu/sheet'))).toBeNull();
  expect(linkHost(link('www.example.edu', 'https://example.edu'))).toBeNull();
  expect(linkHost(link('Example.EDU', 'https://www.example.edu'))).toBeNull();
  expect(linkHost(link('e.g. this', 'https://example.edu'))).toBeNull();
});
