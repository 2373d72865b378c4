import { type InlineNode, type TextNode, textMarks, type UserId } from '@lectern/contracts';
import type { ReactNode } from 'react';
import { Formula } from './formula.tsx';
import { Link, linked, linkHost } from './link.tsx';

/** What a body needs to be drawn: names for its mentions, and who is looking. */
export interface Drawing {
  readonly nameOf: (user: UserId) => string;
  readonly me: UserId;
  /** What draws formulas in a text that may have hundreds of them. */
  readonly formula?: (props: { source: string; display: boolean }) => ReactNode;
}

export const drawLine = (line: readonly InlineNode[], drawing: Drawing): ReactNode[] =>
  line.map((node, key) => drawInline(node, key, drawing));

function drawInline(
  node: InlineNode,
  key: number,
  { nameOf, me, formula: Drawn = Formula }: Drawing,
): ReactNode {
  switch (node.t) {
    case 'break':
      return <br key={key} />;
    case 'mention': {
      const isMe = 'user' in node && node.user === me;
      return (
        <span
          key={key}
          data-mention={isMe ? 'me' : ''}
          className={
            isMe
              ? 'rounded-[4px] bg-highlight px-0.5 font-medium'
              : 'rounded-[4px] bg-accent-soft px-0.5 font-medium text-accent-text'
          }
        >
          <bdi>@{'group' in node ? node.group : nameOf(node.user)}</bdi>
        </span>
      );
    }
    case 'link': {
      const host = linkHost(node);
      return (
        <span key={key}>
          <Link href={node.href}>{node.c.map((text, at) => marked(text, at, text.s))}</Link>
          {host !== null && (
            <span data-aside="" className="text-small text-muted">
              {' '}
              ({host})
            </span>
          )}
        </span>
      );
    }
    case 'math':
      return <Drawn key={key} source={node.s} display={false} />;
    case 'text':
      return marked(node, key, linked(node.s));
  }
}

function marked({ s, m = 0 }: TextNode, key: number, content: ReactNode): ReactNode {
  let drawn: ReactNode = m & textMarks.code ? <code>{s}</code> : content;
  if (m & textMarks.strike) drawn = <s>{drawn}</s>;
  if (m & textMarks.italic) drawn = <em>{drawn}</em>;
  if (m & textMarks.bold) drawn = <strong className="font-semibold">{drawn}</strong>;
  return <span key={key}>{drawn}</span>;
}
