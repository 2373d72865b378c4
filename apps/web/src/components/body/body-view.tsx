import type { Body } from '@lectern/contracts';
import { memo } from 'react';
import { words } from '../../words/words.ts';
import { drawBlock } from './draw-block.tsx';
import type { Drawing } from './draw-inline.tsx';

/** A message's text, drawn from its typed nodes. Every block finds its own direction. */
export const BodyView = memo(function BodyView({
  body,
  nameOf,
  me,
}: Drawing & {
  body: Body;
}) {
  if (body.kind === 'sealed') return <p className="text-muted italic">{words.messages.sealed}</p>;
  return (
    <div className="msg flex flex-col gap-1.5">
      {body.blocks.map((block, at) => drawBlock(block, at, { nameOf, me }))}
    </div>
  );
});
