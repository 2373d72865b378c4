import { Link } from 'wouter';
import { words } from '../../words/words.ts';

/** The way on from a place where there is nothing. */
export function HomeLink() {
  return (
    <Link
      href="/"
      className="inline-flex min-h-9 items-center rounded-control px-2 text-accent-text hover:underline coarse:min-h-11"
    >
      {words.notFound.home}
    </Link>
  );
}
