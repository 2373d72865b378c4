import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A browser as the server sees it: keeps cookies and names the page's origin. */
export class TestBrowser {
  readonly #app: FastifyInstance;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(app: FastifyInstance, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  /** Has this cookie from an earlier visit. */
  hold(name: string, value: string): void {
    this.#cookies.set(name, encodeURIComponent(value));
  }

  get = (url: string, headers = {}) => this.send('GET', url, undefined, headers);
  post = (url: string, body?: object, headers = {}) => this.send('POST', url, body, headers);
  put = (url: string, body?: object) => this.send('PUT', url, body);
  patch = (url: string, body?: object) => this.send('PATCH', url, body);
  delete = (url: string) => this.send('DELETE', url);

  async send(
    method: Method,
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.#app.inject({
      method,
      url,
      ...(body === undefined ? {} : { payload: body }),
      headers: {
        host: new URL(this.#origin).host,
        ...(method === 'GET' ? {} : { origin: this.#origin, 'sec-fetch-site': 'same-origin' }),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
    });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
