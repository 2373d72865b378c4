import { Dialog } from '../../components/dialog.tsx';
import { altName, commandName } from '../../hooks/use-hotkeys.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import { words } from '../../words/words.ts';

/** Every key that works. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const command = commandName;
  const rows: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    [
      words.keys.channelUpDown,
      [
        [altName, '↑'],
        [altName, '↓'],
      ],
    ],
    [
      words.keys.unreadUpDown,
      [
        [altName, '⇧', '↑'],
        [altName, '⇧', '↓'],
      ],
    ],
    [words.keys.search, [[command, 'F']]],
    [words.keys.esc, [['Esc']]],
    [words.keys.editLast, [['↑']]],
    [words.keys.move, [['↑'], ['↓']]],
    [words.keys.send, settings.enterSends ? [['↵'], [command, '↵']] : [[command, '↵']]],
    [words.keys.newLine, settings.enterSends ? [['⇧', '↵']] : [['↵']]],
    [
      words.keys.format,
      [
        [command, 'B'],
        [command, 'I'],
      ],
    ],
    ...(settings.singleKeys
      ? ([
          [words.keys.delete, [['Del']]],
          [words.keys.help, [['?']]],
        ] as const)
      : []),
  ];
  return (
    <Dialog title={words.keys.title} onClose={onClose} width={480}>
      <dl className="flex flex-col">
        {rows.map(([what, keys]) => (
          <div
            key={what}
            className="flex min-h-10 items-center justify-between gap-4 border-b border-line py-1.5 last:border-0"
          >
            <dt>{what}</dt>
            <dd className="flex shrink-0 gap-2">
              {keys.map((combination) => (
                <span key={combination.join()} className="flex gap-1">
                  {combination.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded-[5px] bg-hover px-1.5 py-0.5 text-center font-sans text-small text-soft"
                    >
                      {key}
                    </kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
