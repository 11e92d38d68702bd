import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * One address in front of Redis servers, as a managed Redis has it: a new connection goes to the server of the moment,
 * one that stands stays where it is.
 */
export async function relayTo(firstPort: number) {
  let port = firstPort;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) keep(socket);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    leadTo: (otherPort: number) => {
      port = otherPort;
    },
    /** The host at the other end vanishes: nothing comes through what stands, and nobody is told. */
    cutSilently: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Relay = Awaited<ReturnType<typeof relayTo>>;
