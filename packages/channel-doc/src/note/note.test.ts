import { createHash } from 'node:crypto';
import { type NoteBlock, type NoteBody, noteTemplates } from '@lectern/contracts';
import { wordNodesOf } from '@lectern/rich-text/note-block';
import { createRandom } from '@lectern/test-kit';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  isSeedClient,
  NOTE_ROOT,
  noteClocks,
  noteContents,
  noteElements,
  noteFault,
  noteRoot,
  readNote,
  readWrittenNote,
  seedOf,
  writeNote,
} from '../index.ts';

const text = (s: string, m?: number) =>
  m === undefined ? { t: 'text' as const, s } : { t: 'text' as const, s, m };
const everything: NoteBody = {
  blocks: [
    { id: '', t: 'h', level: 2, c: [text('Limits')] },
    {
      id: '',
      t: 'p',
      c: [text('A '), text('bold', 1), { t: 'break' }, { t: 'math', s: 'x^2' }, text(' end')],
    },
    { id: '', t: 'p', c: [{ t: 'link', href: 'https://example.org/', c: [text('there')] }] },
    { id: '', t: 'quote', c: [text('said')] },
    { id: '', t: 'callout', tone: 'warning', c: [text('mind')] },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('one')], d: 0, mark: 'number' },
        { c: [text('in')], d: 1, mark: 'bullet' },
        { c: [text('further')], d: 2, mark: 'bullet' },
        { c: [text('two')], d: 0, mark: 'number' },
      ],
    },
    {
      id: '',
      t: 'list',
      items: [
        { c: [text('open')], d: 0, mark: 'open' },
        { c: [text('done')], d: 0, mark: 'done' },
      ],
    },
    {
      id: '',
      t: 'table',
      rows: [
        [
          { c: [[text('a')]], head: true },
          { c: [[text('b')], []], head: false },
        ],
      ],
    },
    { id: '', t: 'code', s: 'one\n\nthree', lang: 'ts' },
    { id: '', t: 'math', s: '\\int' },
    { id: '', t: 'rule' },
  ],
};

const said = (body: NoteBody) => body.blocks.map(({ id: _, ...block }) => block);
/** The same with its keys in another order, as a database gives them back. */
const turned = (block: NoteBlock) => Object.fromEntries(Object.entries(block).reverse()) as NoteBlock;
const ids = (body: NoteBody) => body.blocks.map(({ id }) => id);
const written = (body: NoteBody): Y.Doc => {
  const doc = new Y.Doc();
  writeNote(doc, body);
  return doc;
};
const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

describe('a note', () => {
  test('NT-READ-1 is read as it was written, in every replica', () => {
    const doc = written(everything);
    expect(said(readNote(doc))).toEqual(said(everything));
    expect(readNote(copyOf(doc))).toEqual(readNote(doc));
    expect(new Set(ids(readNote(doc))).size).toBe(everything.blocks.length);
  });

  test('NT-READ-2 passes over what it may not hold', () => {
    const doc = written({ blocks: [{ id: '', t: 'p', c: [text('kept')] }] });
    const script = new Y.XmlElement('script');
    script.insert(0, [new Y.XmlText('alert(1)')]);
    const heading = new Y.XmlElement('heading');
    heading.setAttribute('__tag', 'iframe');
    heading.setAttribute('__proto__', { polluted: true } as unknown as string);
    const link = new Y.XmlElement('link');
    link.setAttribute('__url', 'javascript:alert(1)');
    link.insert(0, [new Y.XmlText('click')]);
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [link]);
    noteRoot(doc).push([script, heading, paragraph]);
    expect(said(readNote(doc))).toEqual([
      { t: 'p', c: [text('kept')] },
      { t: 'h', level: 1, c: [] },
      { t: 'p', c: [text('click')] },
    ]);
    expect({}).not.toHaveProperty('polluted');
  });

  test('NT-READ-4 a NUL in its bytes is read as the sign for what cannot be shown, wherever words stand', () => {
    const nul = 'a\0b';
    const doc = written({
      blocks: [
        {
          id: '',
          t: 'p',
          c: [text(nul), { t: 'math', s: nul }, { t: 'link', href: 'https://a.example/', c: [text(nul)] }],
        },
        { id: '', t: 'code', s: nul },
        { id: '', t: 'math', s: nul },
      ],
    });
    const bytes = Y.encodeStateAsUpdate(doc);
    expect(Buffer.from(bytes).includes(nul)).toBe(true);
    const read = new Y.Doc();
    Y.applyUpdate(read, bytes);
    const body = readNote(read);
    expect(JSON.stringify(body)).not.toContain('\\u0000');
    expect(JSON.stringify(body).split('a\ufffdb')).toHaveLength(6);
  });

  test('NT-WRITE-1 what stands there already is left alone when it is written again', () => {
    const doc = written(everything);
    const before = ids(readNote(doc));
    const blocks = [...everything.blocks];
    blocks[3] = { id: '', t: 'p', c: [text('another')] };
    const seen: Uint8Array[] = [];
    doc.on('update', (update) => seen.push(update));
    writeNote(doc, { blocks });
    const after = ids(readNote(doc));
    expect(said(readNote(doc))).toEqual(said({ blocks }));
    expect(after.filter((id) => before.includes(id))).toHaveLength(everything.blocks.length - 1);
    expect(seen).toHaveLength(1);
    writeNote(doc, readNote(doc));
    expect(seen).toHaveLength(1);
    writeNote(doc, { blocks: readNote(doc).blocks.map(turned) });
    expect(seen).toHaveLength(1);
  });

  test('NT-WRITE-2 two who write different blocks at once both keep theirs', () => {
    const [a, base] = [written(everything), written(everything)];
    Y.applyUpdate(a, Y.encodeStateAsUpdate(base));
    const doc = written({
      blocks: ['one', 'two', 'three'].map((s) => ({ id: '', t: 'p', c: [text(s)] }) as NoteBlock),
    });
    const other = copyOf(doc);
    const change = (note: Y.Doc, at: number, s: string) => {
      const blocks = [...readNote(note).blocks];
      blocks[at] = { id: '', t: 'p', c: [text(s)] };
      writeNote(note, { blocks });
    };
    change(doc, 0, 'first');
    change(other, 2, 'third');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    expect(said(readNote(doc))).toEqual(['first', 'two', 'third'].map((s) => ({ t: 'p', c: [text(s)] })));
    expect(readNote(other)).toEqual(readNote(doc));
  });
});

describe('NT-RUNS-1 who wrote each stretch of a note', () => {
  const wordsIn = (note: Y.Doc, block = 0) => (noteRoot(note).get(block) as Y.XmlElement).get(0) as Y.XmlText;
  const meet = (a: Y.Doc, b: Y.Doc) => {
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  };

  test('is told within its words, without what was deleted, and the same in every replica', () => {
    const doc = written({ blocks: [{ id: '', t: 'p', c: [text('A sum, '), { t: 'math', s: 'x^2' }] }] });
    // One that keeps what was deleted, as it does for who may still undo it.
    const other = new Y.Doc({ gc: false });
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    wordsIn(other).insert(7, 'and more ');
    wordsIn(other).delete(0, 2);
    wordsIn(other).format(0, 3, { p: { __format: 1 } });
    meet(doc, other);
    const { body, runs } = readWrittenNote(doc);
    expect(said(body)).toEqual([
      { t: 'p', c: [text('sum', 1), text(', and more '), { t: 'math', s: 'x^2' }] },
    ]);
    expect(runs.get(body.blocks[0]!.id)).toEqual([
      [5, doc.clientID],
      [9, other.clientID],
      [3, doc.clientID],
    ]);
    expect(readWrittenNote(other)).toEqual({ body, runs });
    expect(noteClocks(other)).toEqual(noteClocks(doc));
  });

  test('is told of code with its line breaks, and of a formula as that of who wrote it last', () => {
    const doc = written({
      blocks: [
        { id: '', t: 'code', s: 'one\ntwo' },
        { id: '', t: 'math', s: 'x' },
      ],
    });
    const other = copyOf(doc);
    wordsIn(other).insert(3, '!');
    (noteRoot(other).get(1) as Y.XmlElement).setAttribute('__source', 'y^2');
    meet(doc, other);
    expect([...readWrittenNote(doc).runs.values()]).toEqual([
      [
        [3, doc.clientID],
        [1, other.clientID],
        [4, doc.clientID],
      ],
      [[3, other.clientID]],
    ]);
  });

  test('is told of what stands in cells, also where that is drawn as lines', () => {
    const doc = written(everything);
    const cell = ((noteRoot(doc).get(7) as Y.XmlElement).get(0) as Y.XmlElement).get(1) as Y.XmlElement;
    const code = new Y.XmlElement('code');
    code.insert(0, [new Y.XmlText('first'), new Y.XmlElement('linebreak'), new Y.XmlText('second')]);
    cell.push([code]);
    const other = copyOf(doc);
    (((noteRoot(other).get(7) as Y.XmlElement).get(0) as Y.XmlElement).get(1) as Y.XmlElement)
      .toArray()
      .filter((element): element is Y.XmlElement => (element as Y.XmlElement).nodeName === 'code')
      .forEach((element) => {
        (element.get(2) as Y.XmlText).insert(0, 'the ');
      });
    meet(doc, other);
    const { body, runs } = readWrittenNote(doc);
    // a, b, first, second: and between the last two “the ”.
    expect(runs.get(body.blocks[7]!.id)).toEqual([
      [7, doc.clientID],
      [4, other.clientID],
      [6, doc.clientID],
    ]);
  });

  test('is as long as its words, whatever was written by however many', () => {
    const random = createRandom(11);
    const docs = [written(everything)];
    for (let count = 0; count < 3; count += 1) docs.push(copyOf(docs[0]!));
    let changes = 0;
    for (let step = 0; step < 200; step += 1) {
      const doc = random.pick(docs);
      const texts = [...noteRoot(doc).createTreeWalker((node) => node instanceof Y.XmlText)] as Y.XmlText[];
      const words = random.pick(texts);
      const at = random.int(0, words.length);
      if (random.chance(0.6)) words.insert(at, `<${step}>`);
      else if (at < words.length) words.delete(at, random.int(1, Math.min(4, words.length - at)));
      if (random.chance(0.2)) meet(doc, random.pick(docs));
    }
    for (const doc of docs) {
      const { body, runs } = readWrittenNote(doc);
      expect(body).toEqual(readNote(doc));
      for (const block of body.blocks) {
        const ofBlock = runs.get(block.id) ?? [];
        const length = wordNodesOf(block).reduce((sum, { s }) => sum + s.length, 0);
        expect(ofBlock.reduce((sum, [each]) => sum + each, 0)).toBe(length);
        changes += ofBlock.length;
      }
    }
    expect(changes).toBeGreaterThan(100);
  });
});

describe('the seed of a note', () => {
  test.each(noteTemplates)('NT-SEED-1 %s is had once, however often it is applied', (template) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seedOf(template));
    const once = readNote(doc);
    doc.transact(() => noteRoot(doc).push([new Y.XmlElement('rule')]));
    Y.applyUpdate(doc, seedOf(template));
    expect(readNote(doc).blocks).toHaveLength(once.blocks.length + 1);
    expect([...doc.store.clients.keys()].filter(isSeedClient)).toHaveLength(1);
  });

  test('NT-SEED-2 seeds are what they were on the first day', () => {
    const hash = createHash('sha256');
    for (const template of noteTemplates) hash.update(seedOf(template));
    expect(hash.digest('hex').slice(0, 16)).toBe('db60295f0d63ee92');
  });
});

test('NT-LAYOUT-1 whatever is written stands in the table of what a note may hold', () => {
  const walk = (element: Y.XmlElement, holds: keyof typeof noteContents): void => {
    for (const child of element.toArray()) {
      if (child instanceof Y.XmlText) {
        expect(noteContents[holds].text).toBe(true);
        continue;
      }
      if (!(child instanceof Y.XmlElement)) throw new Error('what is this?');
      const rule = noteElements[child.nodeName];
      expect(noteContents[holds].elements).toContain(child.nodeName);
      for (const [name, value] of Object.entries(child.getAttributes()))
        expect(rule?.attributes[name]?.(value), `${child.nodeName} ${name}`).toBe(true);
      walk(child, rule!.holds);
    }
  };
  const docs = [
    written(everything),
    ...noteTemplates.map((template) => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, seedOf(template));
      return doc;
    }),
  ];
  for (const doc of docs) walk(doc.get(NOTE_ROOT, Y.XmlElement) as Y.XmlElement, 'blocks');
});

describe('NT-LAYOUT-2 the walk over a note', () => {
  const withOne = (change: (doc: Y.Doc, first: Y.XmlElement) => void): Y.Doc => {
    const doc = written(everything);
    doc.transact(() => change(doc, noteRoot(doc).get(0) as Y.XmlElement));
    return doc;
  };
  const own = (value: unknown) => value as string;

  test('passes what is written and the seeds', () => {
    expect(noteFault(written(everything))).toBeNull();
    for (const template of noteTemplates) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, seedOf(template));
      expect(noteFault(doc)).toBeNull();
    }
    expect(noteFault(new Y.Doc())).toBeNull();
  });

  test.each<[string, (doc: Y.Doc, first: Y.XmlElement) => void]>([
    ['another element', (doc) => noteRoot(doc).push([new Y.XmlElement('script')])],
    ['an element in the wrong place', (doc) => noteRoot(doc).push([new Y.XmlElement('tablerow')])],
    ['words in the wrong place', (doc) => noteRoot(doc).push([new Y.XmlText('loose')])],
    ['another property', (_, first) => first.setAttribute('__style', 'top:0')],
    ['a property with another value', (_, first) => first.setAttribute('__indent', own(1e9))],
    ['the property __proto__', (_, first) => first.setAttribute('__proto__', own({ x: 1 }))],
    ['another format', (_, first) => (first.get(0) as Y.XmlText).format(0, 2, { style: 'top:0' })],
    ['something embedded', (_, first) => (first.get(0) as Y.XmlText).insertEmbed(0, { image: 'x' })],
    ['another root', (doc) => doc.getMap('settings').set('x', 1)],
    [
      'elements without end',
      (doc) => {
        let inner = noteRoot(doc);
        for (let i = 0; i < 60; i++) {
          const next = new Y.XmlElement(i % 2 ? 'listitem' : 'list');
          inner.push([next]);
          inner = next;
        }
      },
    ],
  ])('finds %s', (_, change) => {
    expect(noteFault(withOne(change))).not.toBeNull();
  });

  test('finds updates that wait for others', () => {
    const doc = written(everything);
    const state = Y.encodeStateVector(doc);
    noteRoot(doc).push([new Y.XmlElement('rule')]);
    const late = new Y.Doc();
    Y.applyUpdate(late, Y.encodeStateAsUpdate(doc, state));
    expect(noteFault(late)).not.toBeNull();
  });
});

test('words beside a list in its item, and of a table in a cell, are read: an editor shows them', () => {
  const doc = new Y.Doc();
  const within = (name: string, ...children: (Y.XmlElement | Y.XmlText)[]) => {
    const element = new Y.XmlElement(name);
    element.insert(0, children);
    return element;
  };
  const words = (s: string) => within('paragraph', new Y.XmlText(s));
  const table = (...cell: Y.XmlElement[]) =>
    within('table', within('tablerow', within('tablecell', ...cell)));
  const further = within('list', within('listitem', new Y.XmlText('further')));
  noteRoot(doc).push([
    within('list', within('listitem', new Y.XmlText('beside'), further)),
    table(words('outer'), table(words('inner'))),
  ]);
  expect(noteFault(doc)).toBeNull();
  expect(readNote(doc).blocks).toMatchObject([
    {
      t: 'list',
      items: [
        { c: [text('beside')], d: 0 },
        { c: [text('further')], d: 1 },
      ],
    },
    { t: 'table', rows: [[{ c: [[text('outer')], [text('inner')]] }]] },
  ]);
  const { runs } = readWrittenNote(doc);
  expect([...runs.values()].flat().every(([length]) => length > 0)).toBe(true);
  // What it says can be written, and says the same.
  const copy = new Y.Doc();
  writeNote(copy, readNote(doc));
  expect(readNote(copy).blocks.map(({ id: _, ...said }) => said)).toEqual(
    readNote(doc).blocks.map(({ id: _, ...said }) => said),
  );
});
