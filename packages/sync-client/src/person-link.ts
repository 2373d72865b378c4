import type { Me } from '@lectern/contracts';
import type { Store } from '@lectern/local-store';
import type { Directory } from './directory.ts';
import type { DocumentKeepers } from './document-keepers.ts';
import type { Documents } from './documents.ts';
import type { Healing } from './healing.ts';
import type { History } from './history.ts';
import type { Lazy } from './lazy.ts';
import { Link, type LinkOptions } from './link.ts';
import type { Presence } from './presence.ts';
import type { Profile } from './profile.ts';
import type { Saved } from './saved.ts';

/** The parts of a person that their link speaks to. */
export interface LinkHearers
  extends Pick<
    LinkOptions,
    'api' | 'clock' | 'socketUrl' | 'WebSocket' | 'online' | 'onLocked' | 'onChange'
  > {
  readonly me: Me;
  readonly store: Pick<Store, 'facts'>;
  readonly profile: Profile;
  readonly saved: Saved;
  readonly history: History;
  readonly presence: Presence;
  readonly directory: Directory;
  readonly documents: Documents;
  readonly healing: Lazy<Healing>;
  /** Null before the first document is open. */
  readonly keepers: () => DocumentKeepers | null;
  /** The server knows this person by these particulars now. */
  readonly onMe: (me: Me) => void;
  /** The server is there: every document may be wanted now. */
  readonly onAdmitted: () => void;
  readonly onFault: (error: unknown) => void;
}

/** How often the time of the last sign of life is written down, in milliseconds. */
const NOTE_HEARD_EVERY_MS = 30_000;

/** The link of one person: what it tells which of their parts. */
export function personLink(to: LinkHearers): Link {
  const { api, clock, socketUrl, WebSocket, online, me, documents, onLocked } = to;
  let heardNotedAt = Number.NEGATIVE_INFINITY;
  const noteHeard = (): void => {
    const { heardAt, live } = link;
    if (heardAt === null || (live && clock.ticks() - heardNotedAt <= NOTE_HEARD_EVERY_MS)) return;
    heardNotedAt = clock.ticks();
    to.store.facts.write('heardAt', heardAt).catch(to.onFault);
  };
  const link: Link = new Link({
    ...{ api, clock, socketUrl, WebSocket, online, onLocked },
    isOurs: (other) => other.id === me.id,
    ping: () => documents.find('user', me.id)?.sendStateless('{"t":"ping"}'),
    // What is said again goes first: what waits is not to leave before that is known.
    prepare: async ({ epoch }) => {
      if (epoch > 0)
        await to.healing
          .get()
          .then((healing) => healing.begin(epoch))
          .catch(to.onFault);
    },
    onSocket: (socket, ticket, admitted) => {
      admit(to, admitted);
      documents.connected(socket, ticket);
    },
    onLost: () => {
      documents.disconnected();
      to.presence.disconnected();
    },
    onChange: () => {
      noteHeard();
      to.onChange();
    },
  });
  return link;
}

/** The server has let the person in, whom it knows by these particulars. */
function admit(to: LinkHearers, me: Me): void {
  const { profile, saved, history, directory, documents, healing, onFault } = to;
  to.keepers()?.admitted();
  history.forgive();
  if (me.lives.user < directory.ownLife) {
    profile.claim();
    saved.claim();
  }
  if (me.epoch > 0) healing.now?.admitted(me.epoch).catch(onFault);
  if (directory.admitted(me)) to.onMe(me);
  to.onAdmitted();
  documents.dropOtherLives();
}
