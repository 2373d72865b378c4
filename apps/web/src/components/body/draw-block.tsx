import type { BlockNode } from '@lectern/contracts';
import { Fragment, type ReactNode } from 'react';
import { words } from '../../words/words.ts';
import { CodeBlock } from './code-block.tsx';
import { type Drawing, drawLine } from './draw-inline.tsx';
import { drawList } from './draw-list.tsx';
import { Formula } from './formula.tsx';

export function drawBlock(block: BlockNode, key: number, drawing: Drawing): ReactNode {
  switch (block.t) {
    case 'p':
      return (
        <p key={key} dir="auto" className={lineClass}>
          {drawLine(block.c, drawing)}
        </p>
      );
    case 'quote':
      return (
        <blockquote key={key} dir="auto" className={`${lineClass} quote`}>
          {drawLine(block.c, drawing)}
        </blockquote>
      );
    case 'list':
      return <Fragment key={key}>{drawList(block.items, drawing)}</Fragment>;
    case 'code':
      return <CodeBlock key={key} text={block.s} language={block.lang ?? null} />;
    case 'math':
      return (
        <div key={key} className="overflow-x-auto overflow-y-hidden py-1">
          <Formula source={block.s} display />
        </div>
      );
    case 'newer':
      return (
        <p key={key} className="text-muted italic">
          {words.messages.newer}
        </p>
      );
  }
}

const lineClass = 'min-h-[1lh] whitespace-pre-wrap wrap-anywhere';
