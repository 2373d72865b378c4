import { expect, test } from 'vitest';
import { commandIn } from './slash-command.ts';

test('a line that begins with a slash and a word is a command', () => {
  expect(commandIn('/mute')).toEqual({ name: 'mute', argument: '' });
  expect(commandIn('/Topic  Sheet 4 and 5 ')).toEqual({ name: 'topic', argument: 'Sheet 4 and 5' });
  expect(commandIn('/invite @ada')).toEqual({ name: 'invite', argument: '@ada' });
});

test.each(['/usr/bin', '//mute', ' /mute', '/ mute', '/', '/5', '1/2', 'see /mute', '/mute\nand more', ''])(
  '%j is text',
  (text) => expect(commandIn(text)).toBeNull(),
);
