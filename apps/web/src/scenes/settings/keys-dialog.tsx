import { Dialog } from '../../components/dialog.tsx';
import { altName, commandName } from '../../hooks/use-hotkeys.ts';
import { useSettings } from '../../hooks/use-settings.ts';
import { keysWords } from '../../words/keys.ts';

/** Every key that works. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const settings = useSettings();
  const command = commandName;
  const rows: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    [
      keysWords.channelUpDown,
      [
        [altName, '↑'],
        [altName, '↓'],
      ],
    ],
    [
      keysWords.unreadUpDown,
      [
        [altName, '⇧', '↑'],
        [altName, '⇧', '↓'],
      ],
    ],
    [keysWords.switcher, [[command, 'K']]],
    [keysWords.search, [[command, 'F']]],
    [keysWords.mentions, [[command, '⇧', 'M']]],
    [keysWords.esc, [['Esc']]],
    [keysWords.allRead, [['⇧', 'Esc']]],
    [keysWords.editLast, [['↑']]],
    [keysWords.move, [['↑'], ['↓']]],
    [keysWords.send, settings.enterSends ? [['↵'], [command, '↵']] : [[command, '↵']]],
    [keysWords.newLine, settings.enterSends ? [['⇧', '↵']] : [['↵']]],
    [
      keysWords.format,
      [
        [command, 'B'],
        [command, 'I'],
      ],
    ],
    ...(settings.singleKeys
      ? ([
          [keysWords.thread, [['T']]],
          [keysWords.save, [['S']]],
          [keysWords.remind, [['M']]],
          [keysWords.pin, [['P']]],
          [keysWords.delete, [['Del']]],
          [keysWords.help, [['?']]],
        ] as const)
      : []),
  ];
  return (
    <Dialog title={keysWords.title} onClose={onClose} width={760}>
      <dl className="grid gap-x-8 tablet:grid-cols-2">
        {rows.map(([what, keys]) => (
          <div
            key={what}
            className="flex min-h-10 items-center justify-between gap-4 border-b border-line py-1.5"
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
