import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Looks into a Node process that was started with `--inspect=<port>`. */
export class Inspector {
  readonly #socket: WebSocket;
  #calls = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async connect(port: number): Promise<Inspector> {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target!.webSocketDebuggerUrl);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  /** Bytes that are in use when everything that nobody holds has been thrown away. */
  async liveBytes(): Promise<number> {
    // Twice: what finalizers let go of is collected the second time.
    await this.#call('HeapProfiler.collectGarbage');
    await this.#call('HeapProfiler.collectGarbage');
    const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';
    const { result } = await this.#call<{ result: { value: number } }>('Runtime.evaluate', { expression });
    return result.value;
  }

  close(): void {
    this.#socket.close();
  }

  #call<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      const listen = (data: Buffer): void => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: T; error?: { message: string } };
        if (answer.id !== id) return;
        this.#socket.off('message', listen);
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
        else resolve(answer.result!);
      };
      this.#socket.on('message', listen);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
