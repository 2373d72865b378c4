import { splitFormulas } from '@lectern/rich-text';
import {
  BOLD_ITALIC_STAR,
  BOLD_STAR,
  CHECK_LIST,
  CODE,
  type ElementTransformer,
  INLINE_CODE,
  ITALIC_UNDERSCORE,
  LINK,
  ORDERED_LIST,
  QUOTE,
  STRIKETHROUGH,
  type TextMatchTransformer,
  type Transformer,
  UNORDERED_LIST,
} from '@lexical/markdown';
import { $createHeadingNode, HeadingNode, type HeadingTagType } from '@lexical/rich-text';
import { $createParagraphNode, type ElementNode } from 'lexical';
import {
  $createCalloutNode,
  $createFormulaNode,
  $createRuleNode,
  CalloutNode,
  FormulaNode,
  RuleNode,
} from './note-nodes.ts';

/** Turns the block at whose beginning a sign was typed into another. */
const block = (
  regExp: RegExp,
  dependencies: ElementTransformer['dependencies'],
  make: (match: string[]) => ElementNode,
): ElementTransformer => ({
  type: 'element',
  dependencies,
  regExp,
  export: () => null,
  replace: (parent, children, match) => {
    const made = make(match);
    made.append(...children);
    parent.replace(made);
    made.select(0, 0);
  },
});

const HEADING = block(/^(#{1,3})\s/, [HeadingNode], (match) =>
  $createHeadingNode(`h${match[1]!.length}` as HeadingTagType),
);

const CALLOUT = block(/^!\s/, [CalloutNode], () => $createCalloutNode());

const RULE: ElementTransformer = {
  type: 'element',
  dependencies: [RuleNode],
  regExp: /^(?:---|\*\*\*|___)\s?$/,
  triggerOnEnter: true,
  export: () => null,
  replace: (parent, _, __, isImport) => {
    const rule = $createRuleNode();
    parent.insertBefore(rule);
    if (isImport) return void parent.remove();
    const next = $createParagraphNode();
    parent.replace(next);
    next.select();
  },
};

/** A formula is one as soon as its second sign is typed, by the rules of messages. */
const FORMULA: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [FormulaNode],
  trigger: '$',
  regExp: /\$(?![\s$])(?:\\.|[^$\\\n])+\$$/,
  replace: (node, match) => {
    const typed = splitFormulas(match[0]);
    const only = typed.length === 1 ? typed[0]! : null;
    if (only === null || !('math' in only)) return;
    const formula = $createFormulaNode(only.math);
    node.replace(formula);
    formula.selectNext(0, 0);
  },
};

/** The Markdown that is understood while it is typed: for every block of a note, and for what stands in lines. */
export const shortcuts: Transformer[] = [
  HEADING,
  CALLOUT,
  RULE,
  CODE,
  QUOTE,
  CHECK_LIST,
  UNORDERED_LIST,
  ORDERED_LIST,
  BOLD_ITALIC_STAR,
  BOLD_STAR,
  ITALIC_UNDERSCORE,
  STRIKETHROUGH,
  INLINE_CODE,
  FORMULA,
  LINK,
];
