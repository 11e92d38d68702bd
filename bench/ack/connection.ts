import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type HttpAnswer = { readonly status: number; readonly body: string };

/**
 * One kept connection with one request in flight at a time. It shares the cores with what it measures, so it does as
 * little as can be: no header objects, no streams.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #port: number;
  #received = '';
  #waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | null = null;

  private constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#port = port;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the connection was closed')));
  }

  static async to(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket, port);
  }

  /** `headers`: ready for the wire, each line with its end; `body` in ASCII. */
  post(path: string, headers: string, body: string): Promise<HttpAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    this.#waiting = { resolve, reject };
    this.#received = '';
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${this.#port}\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`,
    );
    return promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const answer = wholeAnswer(this.#received);
    if (answer) this.#waiting?.resolve(answer);
  }
}

/** Null until everything is there. A chunked body keeps its chunk sizes: enough to look for words in it. */
function wholeAnswer(received: string): HttpAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = received.slice(0, headEnd);
  const body = received.slice(headEnd + 4);
  const length = /\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isWhole = length === undefined ? body.endsWith('0\r\n\r\n') : body.length >= Number(length);
  // `HTTP/1.1 200 …`
  return isWhole ? { status: Number(received.slice(9, 12)), body } : null;
}
