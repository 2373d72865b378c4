import type { Me } from '@lectern/contracts';
import { createContext, use } from 'react';

/** Who is signed in. Only screens behind the session gate may ask. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('useMe must stand behind the session gate');
  return me;
}

export const MeContext = createContext<Me | null>(null);
