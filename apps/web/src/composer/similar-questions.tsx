import { plainText } from '@lectern/rich-text';
import type { SimilarQuestion } from '@lectern/sync-client';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { IconButton } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { findChannel, useSidebar } from '../hooks/use-sidebar.ts';
import { usePage } from '../hub/hub-context.tsx';
import { messageAddress } from '../scenes/channel/addresses.ts';
import { marksWords } from '../words/marks.ts';
import { words } from '../words/words.ts';

/** What was asked before, over the messages and not between them: nothing moves while one types. */
export function SimilarQuestions({ typed, onClose }: { typed: string; onClose: () => void }) {
  const { hub } = usePage();
  const sidebar = useSidebar();
  const [found, setFound] = useState<readonly SimilarQuestion[]>([]);
  useEffect(() => {
    let isOver = false;
    hub.command('similarQuestions', { text: typed }).then(
      (questions) => {
        if (!isOver) setFound(questions);
      },
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [hub, typed]);
  return (
    <div aria-live="polite" className="absolute inset-x-0 bottom-full z-10 mb-1.5">
      {found.length > 0 && (
        <section
          aria-label={marksWords.askedBefore}
          className="appear rounded-card bg-raised p-1 shadow-float"
        >
          <div className="flex items-center ps-2.5">
            <h3 className="grow text-small font-semibold text-soft">{marksWords.askedBefore}</h3>
            <IconButton icon="close" iconSize={16} label={words.common.close} onClick={onClose} />
          </div>
          <ul className="flex flex-col">
            {found.map(({ message, isAnswered }) => (
              <li key={message.id}>
                <Link
                  href={messageAddress(message.channel, message)}
                  className="flex min-h-9 items-center gap-2.5 rounded-control px-2.5 hover:bg-hover coarse:min-h-12"
                >
                  <Icon
                    name={isAnswered ? 'check' : 'question'}
                    size={16}
                    className={isAnswered ? 'text-success-text' : 'text-muted'}
                  />
                  <span dir="auto" className="min-w-0 grow truncate">
                    {plainText(message.body).replaceAll(/\s+/g, ' ')}
                  </span>
                  <span className="shrink-0 text-small text-muted">
                    {isAnswered ? marksWords.answered : ''}
                    <bdi> #{findChannel(sidebar, message.channel)?.entry.name}</bdi>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
