import { useToast } from '../components/toast.tsx';
import { words } from '../words/words.ts';

/** Copies text and says that it did. */
export function useCopy(): (text: string, said?: string) => Promise<void> {
  const toast = useToast();
  return async (text, said = words.common.copied) => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ icon: 'check', title: said });
    } catch {
      toast({ icon: 'warning', title: words.common.copyFailed });
    }
  };
}
