import type { PlainBody } from '@lectern/contracts';
import { bodyFromText } from '@lectern/rich-text';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import type { EditorHandle } from './editor.ts';
import { PlainEditor } from './plain-editor.tsx';

/** A plain editor on the page, and what a composer holds of it. */
function open(): { handle: EditorHandle; area: HTMLTextAreaElement } {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  let handle: EditorHandle | null = null;
  const nothing = () => {};
  act(() =>
    root.render(
      <PlainEditor
        label="Message"
        people={[]}
        callable={{ groups: ['tutors'], channelName: 'lectures' }}
        nameOf={() => ''}
        enterSends
        takesCommands={false}
        handleRef={(given) => {
          handle ??= given;
        }}
        onChange={nothing}
        onSubmit={nothing}
        onCancel={() => false}
        onUpWhenEmpty={() => false}
      />,
    ),
  );
  onTestFinished(() => {
    act(() => root.unmount());
    place.remove();
  });
  return { handle: handle!, area: place.querySelector('textarea')! };
}

const rich: PlainBody = {
  kind: 'plain',
  blocks: [
    { t: 'p', c: [{ t: 'link', href: 'https://example.edu/', c: [{ t: 'text', s: 'sheet', m: 1 }] }] },
    { t: 'list', items: [{ c: [{ t: 'text', s: 'one' }] }] },
  ],
};

test('what is put in and not touched goes over to the rich editor with all that a text area cannot show', () => {
  const { handle, area } = open();
  handle.write(rich);
  expect(area.value).toBe('sheet\none');
  expect(handle.read()).toEqual(rich);
});

test('what somebody has written in is text', () => {
  const { handle, area } = open();
  handle.write(rich);
  area.value = 'sheet\none more';
  expect(handle.read()).toEqual(bodyFromText('sheet\none more'));
  handle.clear();
  expect(handle.read()).toEqual(bodyFromText(''));
});
