import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useView } from '../../hooks/use-view.ts';
import { usePage } from '../../hub/hub-context.tsx';
import { storageWords } from '../../words/storage.ts';
import { words } from '../../words/words.ts';

/** Said where things that are not yet on the server are listed, and in settings: the browser has promised nothing. */
export function StorageNotice() {
  const { hub } = usePage();
  const storage = useView('storage', null);
  const [refused, setRefused] = useState(false);
  if (!storage || storage.persisted || !isSecureContext) return null;
  if (!storage.works) {
    return (
      <Notice tone="warning" icon="warning">
        {words.storage.notKept}
      </Notice>
    );
  }
  const ask = async () => {
    const kept = await hub.command('persistStorage', null).catch(() => false);
    setRefused(!kept);
  };
  return (
    <Notice
      icon="device"
      role="status"
      action={
        !refused && (
          <Button size="small" onClick={ask}>
            {storageWords.allow}
          </Button>
        )
      }
    >
      {refused ? storageWords.refused : storageWords.mayClear}
    </Notice>
  );
}
