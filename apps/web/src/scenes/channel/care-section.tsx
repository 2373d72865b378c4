import { channelLevels, FOR_EVER, type SidebarChannel } from '@lectern/sync-client';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { useCare } from '../../hooks/use-care.ts';
import { channelWords } from '../../words/channel.ts';
import { fullMoment } from '../../words/format.ts';
import { type MuteTime, muteEnd } from './mute-times.ts';

const times: readonly MuteTime[] = ['hour', 'tomorrow', 'ever'];

/** How much of a channel this person wants to hear. */
export function CareSection({ channel: { id, care, isMuted } }: { channel: SidebarChannel }) {
  const setCare = useCare();
  return (
    <section className="flex flex-col gap-2" aria-label={channelWords.care}>
      <h3 className="text-small font-semibold text-soft">{channelWords.care}</h3>
      <div className="flex flex-wrap gap-2">
        <Menu
          label={channelWords.care}
          items={channelLevels.map((level) => ({
            label: channelWords.levels[level],
            checked: level === care.level,
            onSelect: () => setCare(id, { ...care, level }),
          }))}
        >
          {(trigger) => (
            <Button {...trigger} size="small" icon="bell">
              {channelWords.levels[care.level]}
            </Button>
          )}
        </Menu>
        {isMuted ? (
          <Button size="small" icon="bellOff" onClick={() => setCare(id, { ...care, mutedUntil: null })}>
            {channelWords.unmute}
          </Button>
        ) : (
          <Menu
            label={channelWords.mute}
            items={times.map((time) => ({
              label: channelWords.muteFor[time],
              onSelect: () => setCare(id, { ...care, mutedUntil: muteEnd(time, Date.now()) }),
            }))}
          >
            {(trigger) => (
              <Button {...trigger} size="small" icon="bellOff">
                {channelWords.mute}
              </Button>
            )}
          </Menu>
        )}
      </div>
      <p className="text-small text-muted">
        {!isMuted
          ? channelWords.levelHints[care.level]
          : care.mutedUntil === null || care.mutedUntil === FOR_EVER
            ? channelWords.mutedForEver
            : channelWords.mutedUntil(fullMoment(care.mutedUntil))}
      </p>
    </section>
  );
}
