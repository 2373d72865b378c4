import type {
  ChannelId,
  ChannelMemberEntry,
  MessageId,
  MessageVersions,
  Problem,
  SearchOrder,
  SearchPage,
} from '@lectern/contracts';

/** What a call answers: the value, or a problem in plain words. `offline` tells that the server was not reached. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ApiProblem };
export interface ApiProblem extends Problem {
  readonly offline?: boolean;
}

export interface SearchRequest {
  readonly q: string;
  readonly order?: SearchOrder | undefined;
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The HTTP interface, call by call. Nothing here throws. */
export const api = {
  channelMembers: (channel: ChannelId) =>
    call<ChannelMemberEntry[]>('GET', path`/api/channels/${channel}/members`),
  messageVersions: (channel: ChannelId, message: MessageId) =>
    call<MessageVersions>('GET', path`/api/channels/${channel}/messages/${message}/versions`),
  search: (request: SearchRequest) => call<SearchPage>('GET', `/api/search?${queryText(request)}`),
};

/** Longer than any honest answer takes; a person should not stare at a button for more. */
const TIMEOUT_MS = 15_000;

const unreachable: ApiProblem = { code: 'unavailable', message: '', offline: true };

/** Calls one route. Whatever goes wrong is answered, and not thrown. */
export async function call<T>(method: string, url: string, body?: unknown): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch {
    return { ok: false, problem: unreachable };
  }
  const value: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  if (response.ok && value !== undefined) return { ok: true, value: value as T };
  return {
    ok: false,
    problem: isProblem(value) ? value : { ...unreachable, offline: response.status >= 502 },
  };
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;

/** A path whose parts are escaped. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce((text, part, at) => text + encodeURIComponent(values[at - 1] ?? '') + part);

function queryText(request: SearchRequest): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(request)) {
    if (value !== undefined && value !== '') params.set(key, String(value));
  }
  return params.toString();
}
