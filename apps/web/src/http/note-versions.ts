import type {
  ChannelId,
  ErasedVersions,
  NoteId,
  NoteVersion,
  NoteVersionId,
  NoteVersions,
  NoteVersionText,
} from '@lectern/contracts';
import { call, path } from './api.ts';

/** Versions of notes, call by call; apart from the others, because few pages ever ask for them. */
export const noteVersions = {
  list: (channel: ChannelId, note: NoteId) =>
    call<NoteVersions>('GET', path`/api/channels/${channel}/notes/${note}/versions`),
  read: (channel: ChannelId, note: NoteId, version: NoteVersionId) =>
    call<NoteVersionText>('GET', path`/api/channels/${channel}/notes/${note}/versions/${version}`),
  keep: (channel: ChannelId, note: NoteId, name: string | null) =>
    call<NoteVersion>('POST', path`/api/channels/${channel}/notes/${note}/versions`, { name }),
  name: (channel: ChannelId, note: NoteId, version: NoteVersionId, name: string | null) =>
    call<null>('PATCH', path`/api/channels/${channel}/notes/${note}/versions/${version}`, { name }),
  restore: (channel: ChannelId, note: NoteId, version: NoteVersionId) =>
    call<NoteVersion>('POST', path`/api/channels/${channel}/notes/${note}/versions/${version}/restore`),
  erase: (channel: ChannelId, note: NoteId, passage: string) =>
    call<ErasedVersions>('POST', path`/api/channels/${channel}/notes/${note}/versions/erase`, { passage }),
  remove: (channel: ChannelId, note: NoteId, version: NoteVersionId) =>
    call<null>('DELETE', path`/api/channels/${channel}/notes/${note}/versions/${version}`),
};
