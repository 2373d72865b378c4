import type { InviteOffer, Me, ResetLink, Site, UserId } from '@lectern/contracts';
import { call, path } from './api.ts';

/** Ways in and out, and who somebody is. Apart from the calls that every page makes. */
export const accounts = {
  site: () => call<Site>('GET', '/api/site'),
  me: () => call<Me>('GET', '/api/me'),
  editMe: (body: { name: string; handle: string }) => call<Me>('PATCH', '/api/me', body),
  signIn: (body: { email: string; password: string }) => call<Me>('POST', '/api/sign-in', body),
  signOut: () => call<null>('POST', '/api/sign-out'),
  signOutEverywhere: () => call<null>('POST', '/api/sign-out-everywhere'),
  setupOpen: (token: string) => call<null>('GET', path`/api/setup/${token}`),
  setup: (token: string, body: NewAccount & { course: string }) =>
    call<Me>('POST', path`/api/setup/${token}`, body),
  offer: (token: string) => call<InviteOffer>('GET', path`/api/join/${token}`),
  join: (token: string, body: NewAccount) => call<Me>('POST', path`/api/join/${token}`, body),
  acceptInvite: (token: string) => call<Me>('POST', path`/api/join/${token}/accept`),
  requestReset: (email: string) => call<null>('POST', '/api/password-reset', { email }),
  resetPassword: (token: string, password: string) =>
    call<null>('POST', path`/api/password-reset/${token}`, { password }),
  resetLink: (person: UserId) => call<ResetLink>('POST', path`/api/people/${person}/reset-link`),
};

interface NewAccount {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}
