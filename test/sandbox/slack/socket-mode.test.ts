import { expect, onTestFinished, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { socketApp } from './bolt-apps.ts';
import { town } from './town.ts';

const deploy = {
  userId: exampleUsers.ana,
  channelId: exampleChannels.deploys,
  command: '/deploy',
  text: 'api-gateway prod',
};

test('each envelope goes to exactly one of two sockets, and the answer comes back in the ack', async () => {
  const { slack } = await town();
  const seen: string[] = [];
  for (const name of ['first', 'second']) {
    const app = await socketApp(slack);
    app.command('/deploy', async ({ command, ack }) => {
      seen.push(`${name} ${command.text}`);
      await ack({ text: `Taken by the ${name}` });
    });
  }
  expect(slack.sockets.openSockets).toBe(2);
  for (const text of ['one', 'two', 'three']) {
    expect((await slack.workspace.command({ ...deploy, text })).outcome).toBe('answered');
  }
  expect(seen.map((entry) => entry.split(' ')[1])).toEqual(['one', 'two', 'three']);
  expect(new Set(seen.map((entry) => entry.split(' ')[0]))).toEqual(new Set(['first', 'second']));
  expect(slack.workspace.shownTo(exampleUsers.ana)).toHaveLength(3);
});

test('an envelope that comes twice keeps its payload and its trigger', async () => {
  const { slack } = await town();
  const app = await socketApp(slack);
  const triggers: string[] = [];
  app.command('/deploy', async ({ command, ack }) => {
    triggers.push(command.trigger_id);
    await ack();
  });
  const { sent } = await slack.workspace.command(deploy);
  if (sent === undefined) throw new Error('Nothing was sent');
  expect((await slack.redeliver(sent)).outcome).toBe('answered');
  expect(triggers).toEqual([expect.any(String), triggers[0]]);
});

test('without an open socket the command ends as operation_timeout', async () => {
  const { slack } = await town();
  expect(await slack.workspace.command(deploy)).toMatchObject({
    outcome: 'operation_timeout',
    shown: { content: { text: '/deploy failed with the error "operation_timeout"' } },
  });
});

test('after a refresh the app comes back by itself and takes commands again', async () => {
  const { slack } = await town();
  const app = await socketApp(slack);
  app.command('/deploy', ({ ack }) => ack());
  slack.sockets.refresh();
  expect(slack.sockets.openSockets).toBe(0);
  await expect.poll(() => slack.sockets.openSockets, { timeout: 3000 }).toBe(1);
  expect((await slack.workspace.command(deploy)).outcome).toBe('answered');
});

test('a ticket opens one socket, once', async () => {
  const { slack } = await town();
  const url = `${slack.url.replace('http', 'ws')}/link?ticket=${slack.sockets.newTicket()}`;
  const outcome = (address: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(address);
      onTestFinished(() => socket.close());
      socket.addEventListener('message', () => resolve('hello'));
      socket.addEventListener('error', () => resolve('refused'));
    });
  expect(await outcome(url)).toBe('hello');
  expect(await outcome(url)).toBe('refused');
});
