import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import haskell from 'highlight.js/lib/languages/haskell';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import latex from 'highlight.js/lib/languages/latex';
import matlab from 'highlight.js/lib/languages/matlab';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import type { ReactNode } from 'react';

/** The languages of most courses. A name that is none of these, nor another name of one, is code without colours. */
const languages = createLowlight({
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  haskell,
  java,
  javascript,
  json,
  kotlin,
  latex,
  matlab,
  python,
  r,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});

/** Code in the colours of its language: the same characters, some of them in spans with a class. */
export function drawTokens(text: string, language: string): ReactNode {
  if (!languages.registered(language)) return text;
  return languages.highlight(language, text).children.map(draw);
}

/** A piece of code that has a colour: from one character to another, and the class of it. */
export interface CodeToken {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** The same as places in the text, for code that is edited. */
export function tokensOf(text: string, language: string): CodeToken[] {
  if (!languages.registered(language)) return [];
  const tokens: CodeToken[] = [];
  let at = 0;
  const walk = (node: Token) => {
    if (node.type === 'text') at += node.value.length;
    if (node.type !== 'element') return;
    const from = at;
    for (const child of node.children) walk(child);
    const { className } = node.properties;
    if (Array.isArray(className)) tokens.push({ from, to: at, name: String(className[0]) });
  };
  for (const node of languages.highlight(language, text).children) walk(node);
  return tokens;
}

type Token = ReturnType<typeof languages.highlight>['children'][number];

function draw(node: Token, key: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const { className } = node.properties;
  return (
    <span key={key} className={Array.isArray(className) ? className.join(' ') : undefined}>
      {node.children.map(draw)}
    </span>
  );
}
