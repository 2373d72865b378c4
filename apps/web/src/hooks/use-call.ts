import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, ApiProblem } from '../http/api.ts';

/** The state of something asked from the server. */
export type Asked<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: ApiProblem };

/** Asks at once and again whenever `key` changes; `again` repeats. An answer that comes too late is dropped. */
export function useAsk<T>(
  key: string,
  ask: () => Promise<Answer<T>>,
): Asked<T> & { readonly again: () => void } {
  const [state, setState] = useState<{ key: string; asked: Asked<T> }>({ key, asked: { state: 'asking' } });
  const newest = useRef(ask);
  newest.current = ask;
  const turn = useRef(0);
  const again = useCallback(() => {
    const mine = ++turn.current;
    void newest.current().then((answer) => {
      if (mine !== turn.current) return;
      setState({
        key,
        asked: answer.ok
          ? { state: 'answered', value: answer.value }
          : { state: 'failed', problem: answer.problem },
      });
    });
  }, [key]);
  useEffect(() => {
    again();
    return () => {
      turn.current++;
    };
  }, [again]);
  return { ...(state.key === key ? state.asked : { state: 'asking' as const }), again };
}

/** A call that a button makes: whether it runs, and the problem it ended with. */
export function useCall<Args extends unknown[], T>(
  make: (...args: Args) => Promise<Answer<T>>,
): {
  readonly busy: boolean;
  readonly problem: ApiProblem | null;
  run: (...args: Args) => Promise<T | undefined>;
  reset: () => void;
} {
  const [state, setState] = useState<{ busy: boolean; problem: ApiProblem | null }>({
    busy: false,
    problem: null,
  });
  const run = async (...args: Args) => {
    setState({ busy: true, problem: null });
    const answer = await make(...args);
    setState({ busy: false, problem: answer.ok ? null : answer.problem });
    return answer.ok ? answer.value : undefined;
  };
  return { ...state, run, reset: () => setState({ busy: false, problem: null }) };
}
