import type { LexicalEditor } from 'lexical';
import { type ReactNode, useLayoutEffect, useRef } from 'react';

/**
 * What stands in the margin beside blocks of an editor, where it would stand beside the same blocks of a reader. The
 * editor's own elements belong to it alone, so that these lie over it and follow its blocks.
 */
export function EditorMargin({
  editor,
  beside,
  elementOf,
}: {
  editor: LexicalEditor;
  /** By block. */
  beside: ReadonlyMap<string, ReactNode>;
  /** The element that draws a block now; null when there is none. */
  elementOf: (block: string) => HTMLElement | null;
}) {
  const sheet = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const root = editor.getRootElement();
    if (!root || beside.size === 0) return;
    let frame: number | null = null;
    const place = () => {
      frame = null;
      const top = sheet.current!.getBoundingClientRect().top;
      const blocks = [...sheet.current!.children].map((mark) => {
        const block = elementOf((mark as HTMLElement).dataset.block!)?.getBoundingClientRect();
        return [mark as HTMLElement, block] as const;
      });
      // All are measured before the first is moved.
      for (const [mark, block] of blocks) {
        mark.hidden = block === undefined;
        if (block) mark.style.transform = `translateY(${block.top - top}px)`;
      }
    };
    // Never in a keystroke's own time: once before the next picture is drawn.
    const later = () => {
      frame ??= requestAnimationFrame(place);
    };
    place();
    const stop = editor.registerUpdateListener(later);
    const resized = new ResizeObserver(later);
    resized.observe(root);
    return () => {
      stop();
      resized.disconnect();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  }, [editor, beside, elementOf]);
  return (
    <div ref={sheet} className="pointer-events-none absolute inset-x-0 top-0">
      {[...beside].map(([block, mark]) => (
        <div key={block} data-block={block} className="absolute inset-x-0 top-0 *:pointer-events-auto">
          {mark}
        </div>
      ))}
    </div>
  );
}
