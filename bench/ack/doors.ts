import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleApp, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import { launch, type Running } from '../../sandbox/town/processes.ts';

const BARE_APP = new URL('./bare-app.ts', import.meta.url);

export type BareApp = { readonly port: number; stop(): void };

/** Starts the app that only acknowledges, in a process of its own. */
export async function startBareApp(): Promise<BareApp> {
  const port = await freePort();
  const child = spawn(process.execPath, [fileURLToPath(BARE_APP)], {
    env: { PATH: process.env['PATH'], PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilOpen(child);
  return { port, stop: () => void child.kill('SIGKILL') };
}

async function untilOpen({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('the bare app has no output');
  await once(stdout, 'data');
  stdout.resume();
}

type WebOptions = { readonly redisUrl: string; readonly slackUrl: string; readonly folder: string };

/** Starts the real web as a deployment would, with the example catalog. */
export async function startWeb({ redisUrl, slackUrl, folder }: WebOptions): Promise<Running> {
  const env = {
    SLACK_SIGNING_SECRET: exampleApp.signingSecret,
    SLACK_BOT_TOKEN: exampleTokens.bot,
    SLACK_API_URL: slackUrl,
    SLACK_TEAM_ID: exampleApp.teamId,
    SLACK_APP_ID: exampleApp.appId,
    SLACK_BOT_ID: exampleApp.botId,
    SLACK_BOT_USER_ID: exampleApp.botUserId,
    REDIS_URL: redisUrl,
    SLIPWAY_CATALOG: 'services.example.yml',
  };
  return launch({ door: 'web', port: await freePort(), env, logFile: join(folder, 'web.log') });
}
