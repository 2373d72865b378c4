import type { Body, InlineNode, UserId } from '@lectern/contracts';
import { textMarks } from '@lectern/contracts';
import { memo, type ReactNode } from 'react';
import { words } from '../words/words.ts';

/** What a mention needs to be drawn. */
export type NameOf = (user: UserId) => string;

/** A message's text, drawn from its typed nodes. Every paragraph finds its own direction. */
export const BodyView = memo(function BodyView({
  body,
  nameOf,
  me,
}: {
  body: Body;
  nameOf: NameOf;
  me: UserId;
}) {
  if (body.kind === 'sealed') return <p className="text-muted italic">{words.messages.sealed}</p>;
  return (
    <div className="msg flex flex-col gap-1.5">
      {body.blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no identity of their own
        <p key={at} dir="auto" className="min-h-[1lh] whitespace-pre-wrap wrap-anywhere">
          {block.c.map((node, index) => drawInline(node, index, nameOf, me))}
        </p>
      ))}
    </div>
  );
});

function drawInline(node: InlineNode, key: number, nameOf: NameOf, me: UserId): ReactNode {
  if (node.t === 'break') return <br key={key} />;
  if (node.t === 'mention') {
    return (
      <span
        key={key}
        data-mention={node.user === me ? 'me' : ''}
        className={
          node.user === me
            ? 'rounded-[4px] bg-highlight px-0.5 font-medium'
            : 'rounded-[4px] bg-accent-soft px-0.5 font-medium text-accent-text'
        }
      >
        <bdi>@{nameOf(node.user)}</bdi>
      </span>
    );
  }
  const marks = node.m ?? 0;
  let drawn: ReactNode = marks & textMarks.code ? <code>{node.s}</code> : linked(node.s);
  if (marks & textMarks.strike) drawn = <s>{drawn}</s>;
  if (marks & textMarks.italic) drawn = <em>{drawn}</em>;
  if (marks & textMarks.bold) drawn = <strong className="font-semibold">{drawn}</strong>;
  return <span key={key}>{drawn}</span>;
}

/** Web addresses in plain text; what ends a sentence is not part of one. */
const ADDRESS = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

function linked(text: string): ReactNode {
  if (!text.includes('://')) return text;
  const pieces: ReactNode[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    pieces.push(
      text.slice(done, match.index),
      <a
        key={match.index}
        href={match[0]}
        target="_blank"
        rel="noreferrer noopener"
        className="text-accent-text underline decoration-accent-line underline-offset-2 hover:decoration-current"
      >
        {match[0]}
      </a>,
    );
    done = match.index + match[0].length;
  }
  pieces.push(text.slice(done));
  return pieces;
}
