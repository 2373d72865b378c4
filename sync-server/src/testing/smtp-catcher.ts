import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A mail server that keeps what it is given. Speaks as much SMTP as one sender needs. */
export class SmtpCatcher {
  readonly #server: Server;
  readonly #mails: string[] = [];
  readonly #waiting: ((mail: string) => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<SmtpCatcher> {
    const server = createServer();
    const catcher = new SmtpCatcher(server);
    server.on('connection', (socket) => catcher.#talk(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return catcher;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next mail that nobody has taken yet, headers and all. */
  next(): Promise<string> {
    const mail = this.#mails.shift();
    return mail === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(mail);
  }

  stop(): void {
    this.#server.close();
  }

  #talk(socket: Socket): void {
    let unread = '';
    let mail: string[] | null = null;
    socket.on('error', () => {});
    socket.write('220 catcher\r\n');
    socket.setEncoding('utf8').on('data', (text) => {
      const lines = (unread + text).split('\r\n');
      unread = lines.pop()!;
      for (const line of lines) {
        if (mail !== null && line === '.') {
          this.#keep(mail.join('\n'));
          mail = null;
          socket.write('250 kept\r\n');
        } else if (mail !== null) mail.push(line);
        else if (line === 'DATA') {
          mail = [];
          socket.write('354 go on\r\n');
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  }

  #keep(mail: string): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(mail);
    else this.#mails.push(mail);
  }
}
