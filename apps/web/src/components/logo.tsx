/** The app's sign. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      <rect width={24} height={24} rx={6} className="fill-accent" />
      <g
        fill="none"
        className="stroke-on-accent"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M5.600 9 18.400 6.800l-1.200 5.400L6.900 14z" />
        <path d="M12 13.600v4.200M8.500 18.200h7" />
      </g>
    </svg>
  );
}
