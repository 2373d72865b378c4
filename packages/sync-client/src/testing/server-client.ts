import type { Me } from '@lectern/contracts';

/** A person's browser towards a server, as far as requests go: one origin and one session cookie. */
export class ServerClient {
  /** Where requests go: the server, or a wire to it. */
  readonly origin: string;
  /** The page's own origin. */
  private readonly page: string;
  private cookies = new Map<string, string>();

  constructor(origin: string, page = origin) {
    this.origin = origin;
    this.page = page;
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('origin', this.page);
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(input, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split('=') as [string, string];
      this.cookies.set(name, value);
    }
    return response;
  };

  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(`${this.origin}/api${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? null : await response.json()) as T;
  }

  me(): Promise<Me> {
    return this.request('GET', '/me');
  }

  /** The same session over another wire. */
  through(origin: string): ServerClient {
    const other = new ServerClient(origin, this.page);
    other.cookies = this.cookies;
    return other;
  }

  /** Forgets the session without telling the server. */
  dropSession(): void {
    this.cookies = new Map();
  }

  /** A WebSocket class that names the origin, as a browser's does. */
  get WebSocket(): typeof WebSocket {
    const origin = this.page;
    return class extends WebSocket {
      constructor(url: string | URL) {
        super(url, { headers: { origin } } as never);
      }
    };
  }
}
