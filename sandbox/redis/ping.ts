import { connect } from 'node:net';

/** Whether a Redis answers on this port of the loopback address, done with reading its files. */
export function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('close', () => resolve(false));
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
    socket.write('PING\r\n');
  });
}
