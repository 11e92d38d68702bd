import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { addressOf, refusalOf } from '../../loopback-guard.ts';
import type { Change } from '../../slack/changes.ts';
import { callRow } from './call-row.ts';
import { messageRow } from './message-row.ts';
import type { PageWorld } from './page-world.ts';
import { maySee } from './sight.ts';
import { channelRows, homeRow, modalRows, snapshotOf } from './snapshot.ts';
import { type Sources, Viewer } from './viewer.ts';

type Open = { readonly userId: string; readonly viewer: Viewer };

const CALLS_AT_FIRST = 200;
const TOWN_EVERY_MS = 1_000;
const APP_EVERY_MS = 500;

/**
 * The sockets at `/live?as=USER`. Each is told what its person may see: first everything (`hello`), then what changes.
 * @returns a function that closes them all
 */
export function serveLive(server: Server, world: PageWorld): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_000 });
  const open = new Set<Open>();
  server.on('upgrade', (request, socket: Duplex, head) => {
    // Until the socket is a WebSocket, it is ours to look after: an error that nobody hears of ends the process.
    socket.on('error', () => socket.destroy());
    const userId = userOf(request, world);
    if (userId === null) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n', () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (line) => {
      const viewer = new Viewer(line, sourcesFor(world, userId));
      const one = { userId, viewer };
      line.on('error', () => line.terminate());
      line.on('close', () => {
        viewer.stop();
        open.delete(one);
      });
      line.send(JSON.stringify({ type: 'hello', snapshot: snapshotOf(world, userId) }));
      for (const call of world.slack.log.calls.slice(-CALLS_AT_FIRST)) viewer.called(callRow(call));
      viewer.changed('images');
      viewer.changed('town');
      open.add(one);
    });
  });
  const ends = tellAll(world, open);
  return () => {
    for (const end of ends) end();
    for (const line of sockets.clients) line.terminate();
    sockets.close();
  };
}

/** Null for who may not listen. Who says nobody, or somebody who is not here, is the first person; `hello` says who that is. */
function userOf(request: IncomingMessage, { slack }: PageWorld): string | null {
  const address = addressOf(request);
  if (refusalOf(request.headers) !== null || address?.pathname !== '/live') return null;
  const people = [...slack.workspace.directory.users.values()].filter(({ isBot }) => !isBot);
  const asked = people.find(({ id }) => id === address.searchParams.get('as'));
  return (asked ?? people[0])?.id ?? null;
}

/** Passes on what happens, to those whom it concerns. */
function tellAll(world: PageWorld, open: ReadonlySet<Open>): (() => void)[] {
  let wasUp = world.isAppUp();
  const look = setInterval(() => {
    if (world.isAppUp() === wasUp) return;
    wasUp = !wasUp;
    for (const { viewer } of open) viewer.changed('app');
  }, APP_EVERY_MS);
  let images = '';
  const town = setInterval(() => {
    const wasImages = images;
    images = open.size === 0 ? '' : JSON.stringify(world.town.images());
    for (const { viewer } of open) {
      viewer.changed('town');
      if (wasImages !== '' && images !== wasImages) viewer.changed('images');
    }
  }, TOWN_EVERY_MS);
  return [
    () => clearInterval(look),
    () => clearInterval(town),
    world.slack.workspace.onChange((change) => {
      for (const one of open) tellOne(world, one, change);
    }),
    world.slack.log.listen((call) => {
      for (const { viewer } of open) viewer.called(callRow(call));
    }),
  ];
}

function tellOne({ slack }: PageWorld, { userId, viewer }: Open, change: Change): void {
  switch (change.kind) {
    case 'message':
    case 'ephemeral':
      if (!maySee(slack.workspace, userId, change.message)) return;
      viewer.messageChanged(keyOf(change.message.channelId, change.message.ts));
      // Under its parent stand the number and the time of the replies.
      if (change.message.threadTs) viewer.messageChanged(keyOf(change.message.channelId, change.message.threadTs));
      viewer.changed('channels');
      return;
    case 'channels':
      viewer.changed('channels');
      return;
    case 'modals':
    case 'home':
      if (change.userId === userId) viewer.changed(change.kind);
      return;
    case 'read':
      if (change.userId !== userId) return;
      if (change.threadTs) viewer.messageChanged(keyOf(change.channelId, change.threadTs));
      viewer.changed('channels');
      return;
  }
}

function keyOf(channelId: string, ts: string): string {
  return `${channelId} ${ts}`;
}

function sourcesFor(world: PageWorld, userId: string): Sources {
  const { workspace } = world.slack;
  return {
    message: (key) => {
      const [channelId = '', ts = ''] = key.split(' ');
      const { conversations } = workspace;
      const message = conversations.find(channelId, ts) ?? conversations.findEphemeral(channelId, ts);
      // Looked at again: the person may have left the channel since.
      return message && maySee(workspace, userId, message) ? messageRow(workspace, userId, message) : null;
    },
    channels: () => ({ type: 'channels', channels: channelRows(workspace, userId) }),
    modals: () => ({ type: 'modals', modals: modalRows(workspace, userId) }),
    home: () => ({ type: 'home', home: homeRow(workspace, userId) }),
    app: () => ({ type: 'app', isAppUp: world.isAppUp() }),
    town: () => ({ type: 'town', town: world.town.state() }),
    images: () => ({ type: 'images', ...world.town.images() }),
  };
}
