/** Icons of blocks, on the grid of the others; apart, since editors alone draw them. */
export function BlockIcon({ name, size = 18 }: { name: BlockIconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0"
    >
      {paths[name].split('|').map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

const H = 'M3.500 5v10|M10 5v10|M3.500 10h6.500';
const paths = {
  text: 'M5 5.500h10|M10 5.500V15',
  h1: `${H}|M13.500 9.500l2.500-1.500v7`,
  h2: `${H}|M13 9.500c0-2 4-2 4 0 0 1.800-4 3-4 5.500h4`,
  h3: `${H}|M13 8.300h4l-2.300 2.700c3.300 0 3.300 4 .300 4-1 0-1.700-.300-2.200-1`,
  bullets: 'M8 5.500h8.500|M8 10h8.500|M8 14.500h8.500|M4 5.500h.01|M4 10h.01|M4 14.500h.01',
  numbers:
    'M9 5.500h7.500|M9 10h7.500|M9 14.500h7.500|M4 4.500l1.200-.700V8|M3.800 12.800c.200-1.400 2.400-1.200 2.200.200-.200 1-2.200 1.600-2.200 3h2.300',
  checks: 'M3.500 4.500h5v5h-5z|M3.800 14l1.500 1.500 3-3.200|M11.500 7h5|M11.500 14h5',
  quote: 'M4 5v10|M8 6.500h8|M8 10h8|M8 13.500h5',
  callout: 'M3.500 5h13v10h-13z|M7 8.500v3|M7 13.200h.01|M10.500 8.500h3.500|M10.500 11.500h2',
  code: 'M7 6.500 3.500 10 7 13.500|M13 6.500l3.500 3.500-3.500 3.500|M11.300 5 8.700 15',
  formula: 'M14.500 5H6l4.500 5L6 15h8.500',
  formulaLine:
    'M5 7.500c2.500-1.500 3.500 6 6 5.500|M10.500 7.500c-2 1-2.500 5-5.500 5.500|M13.500 6l2-1v4.500',
  table: 'M3.500 5h13v10h-13z|M3.500 8.500h13|M8 5v10|M12.200 8.500V15',
  rule: 'M3.500 10h13|M6 6h8|M6 14h8',
  undo: 'M7.500 5 4 8.500 7.500 12|M4 8.500h7.500a4 4 0 0 1 0 8H8',
  indent: 'M9 5h7.500|M9 10h7.500|M9 15h7.500|M3.500 7.500 6 10l-2.500 2.500',
  outdent: 'M9 5h7.500|M9 10h7.500|M9 15h7.500|M6 7.500 3.500 10 6 12.500',
  drag: 'M8 5.500h.01|M12 5.500h.01|M8 10h.01|M12 10h.01|M8 14.500h.01|M12 14.500h.01',
} as const;
export type BlockIconName = keyof typeof paths;
