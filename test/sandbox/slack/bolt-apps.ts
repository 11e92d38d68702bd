import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { exampleApp, exampleTokens } from '../../../sandbox/slack/example-workspace.ts';
import type { SlackSandbox } from '../../../sandbox/slack/start.ts';

/** A real Bolt app on a free port, set up as the bot would be. */
export async function httpApp(slack: SlackSandbox): Promise<{ app: App; requestUrl: string }> {
  const receiver = new HTTPReceiver({ signingSecret: exampleApp.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({ receiver, ...asTheBot(slack) });
  const server = await app.start(0);
  onTestFinished(async () => {
    await app.stop();
  });
  const { port } = server.address() as AddressInfo;
  return { app, requestUrl: `http://127.0.0.1:${port}/slack/events` };
}

/** A real Bolt app over a socket; it waits for the disconnect, which Bolt itself does not. */
export async function socketApp(slack: SlackSandbox): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: exampleTokens.app,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
    clientPingTimeout: 200,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({ receiver, ...asTheBot(slack) });
  await app.start();
  onTestFinished(() => receiver.client.disconnect());
  return app;
}

function asTheBot(slack: SlackSandbox) {
  return {
    token: exampleTokens.bot,
    tokenVerificationEnabled: false,
    botId: exampleApp.botId,
    botUserId: exampleApp.botUserId,
    convoStore: false as const,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  };
}
