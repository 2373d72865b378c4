/** The name under which an element's reference travels, as the protocol has fixed it. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** Longer than anything that a driver itself waits for. Milliseconds. */
const ANSWERS_WITHIN_MS = 30_000;

/** What a driver answers when it cannot do what it was asked; the code is one of the protocol's. */
export class WebDriverError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** A browser behind a driver that speaks the W3C's WebDriver protocol: as much of that as a journey needs. */
export class WebDriver {
  readonly #driver: string;
  readonly #session: string;

  private constructor(driver: string, session: string) {
    this.#driver = driver;
    this.#session = session;
  }

  /** Resolves when a driver that was just started answers. */
  static async listens(driver: string, withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    for (;;) {
      try {
        await call(driver, 'GET', '/status');
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /**
   * Opens a browser.
   *
   * @param driver its address
   * @param findsWithinMs so long an element is waited for that is not there yet
   */
  static async open(driver: string, capabilities: object, findsWithinMs: number): Promise<WebDriver> {
    const { sessionId } = await call<{ sessionId: string }>(driver, 'POST', '/session', {
      capabilities: { alwaysMatch: capabilities },
    });
    const session = new WebDriver(driver, sessionId);
    await session.#call('POST', '/timeouts', { implicit: findsWithinMs });
    return session;
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    await this.#call('DELETE', '');
  }

  async goTo(url: string): Promise<void> {
    await this.#call('POST', '/url', { url });
  }

  async reload(): Promise<void> {
    await this.#call('POST', '/refresh', {});
  }

  /** Waits until there is such an element. */
  async find(xpath: string): Promise<WebElement> {
    const found = await this.#call<Record<string, string>>('POST', '/element', {
      using: 'xpath',
      value: xpath,
    });
    const path = `/element/${found[ELEMENT]}`;
    return {
      click: () => this.#call('POST', `${path}/click`, {}),
      type: (text) => this.#call('POST', `${path}/value`, { text }),
      text: () => this.#call('GET', `${path}/text`),
    };
  }

  /** Runs a script in the page and answers what it returns. */
  evaluate<Result>(script: string): Promise<Result> {
    return this.#call('POST', '/execute/sync', { script, args: [] });
  }

  #call<Value>(method: string, path: string, body?: object): Promise<Value> {
    return call(this.#driver, method, `/session/${this.#session}${path}`, body);
  }
}

export interface WebElement {
  click(): Promise<void>;
  /** Key by key, as a person does. */
  type(text: string): Promise<void>;
  /** What is to be seen of its text. */
  text(): Promise<string>;
}

/** The Enter key, for `type`. */
export const ENTER = '\uE007';

async function call<Value>(driver: string, method: string, path: string, body?: object): Promise<Value> {
  const response = await fetch(driver + path, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  const { value } = (await response.json()) as { value: { error: string; message: string } };
  if (!response.ok) throw new WebDriverError(value.error, value.message);
  return value as Value;
}
