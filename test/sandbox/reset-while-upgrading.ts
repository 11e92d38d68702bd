import { once } from 'node:events';
import { connect } from 'node:net';

/** Asks for a WebSocket as another site would, and breaks the connection off before the answer can be written. */
export async function resetWhileUpgrading(url: string, path: string): Promise<void> {
  const { host, hostname, port } = new URL(url);
  const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, 'origin: https://evil.example', 'connection: Upgrade'];
  const key = ['upgrade: websocket', 'sec-websocket-version: 13', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='];
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write([...lines, ...key, '', ''].join('\r\n'), () => socket.resetAndDestroy());
  await once(socket, 'close');
}
