import type { SearchHit, SearchOrder } from '@lectern/contracts';

export interface Combined {
  readonly shown: readonly SearchHit[];
  /** Hits whose place is among rows that a person is looking at. They come in when they are asked for. */
  readonly held: readonly SearchHit[];
}

/**
 * What the device found, completed by what the server found. Nothing that stands among the first `fixed` rows moves:
 * somebody may be about to press one of them.
 * @param shown what is on the screen, in its order
 * @param arrived what has come, best or newest first
 */
export function combineHits(
  shown: readonly SearchHit[],
  arrived: readonly SearchHit[],
  order: SearchOrder,
  fixed: number,
): Combined {
  const known = new Set(shown.map(({ message }) => message.id));
  const news = arrived.filter(({ message }) => !known.has(message.id));
  // Only the server knows how well its own hits answer beside the others: they follow what is there.
  if (order === 'relevance') return { shown: [...shown, ...news], held: [] };
  const border = fixed === 0 ? Infinity : (shown[fixed - 1]?.message.at ?? -Infinity);
  const below = news.filter(({ message }) => message.at < border);
  return {
    shown: [...shown.slice(0, fixed), ...[...shown.slice(fixed), ...below].sort(newestFirst)],
    held: news.filter((hit) => !below.includes(hit)),
  };
}

const newestFirst = (a: SearchHit, b: SearchHit): number =>
  b.message.at - a.message.at || b.message.seq - a.message.seq;
