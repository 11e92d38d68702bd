import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleApp, exampleTokens } from '../../sandbox/slack/example-workspace.ts';

export type Exit = { readonly code: number | null; readonly output: string };

export type WebProcess = {
  readonly url: string;
  readonly requestUrl: string;
  /** Everything that it has written so far. */
  output(): string;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Exit>;
};

const ENTRY = 'src/web.ts';
const STARTS_WITHIN_MS = 20_000;

/** Runs web itself to its end, as with wrong settings. */
export async function runWeb(args: readonly string[], env: Record<string, string>): Promise<Exit> {
  const { child, output } = launch(args, env);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), STARTS_WITHIN_MS);
  const [code] = await once(child, 'exit').finally(() => clearTimeout(tooLong));
  return { code: typeof code === 'number' ? code : null, output: output() };
}

type WebOptions = {
  readonly redisUrl: string;
  readonly apiUrl: string;
  readonly transport: 'http' | 'socket';
  /** In place of what the example says, or besides. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts `src/web.ts` as its own process, and resolves when it is open. */
export async function startWeb(options: WebOptions): Promise<WebProcess> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { child, output } = launch([], webEnv(options, new URL(url).port));
  await untilOpen(child, output);
  return {
    url,
    requestUrl: `${url}/slack/events`,
    output,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await gone;
      return { code: typeof code === 'number' ? code : null, output: output() };
    },
  };
}

/** All that a web process is told by its environment. */
export function webEnv({ redisUrl, apiUrl, transport, env }: WebOptions, port: string): Record<string, string> {
  const secret =
    transport === 'http' ? { SLACK_SIGNING_SECRET: exampleApp.signingSecret } : { SLACK_APP_TOKEN: exampleTokens.app };
  return {
    ...secret,
    SLACK_BOT_TOKEN: exampleTokens.bot,
    SLACK_API_URL: apiUrl,
    SLACK_TEAM_ID: exampleApp.teamId,
    SLACK_APP_ID: exampleApp.appId,
    SLACK_BOT_ID: exampleApp.botId,
    SLACK_BOT_USER_ID: exampleApp.botUserId,
    REDIS_URL: redisUrl,
    SLIPWAY_CATALOG: 'services.example.yml',
    PORT: port,
    ...env,
  };
}

function launch(args: readonly string[], env: Record<string, string>) {
  // Nothing of the environment that the tests run in reaches the process.
  const child = spawn(process.execPath, [ENTRY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  return { child, output: () => written.join('') };
}

async function untilOpen(child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAtMs = Date.now() + STARTS_WITHIN_MS;
  while (!output().includes('web is open')) {
    if (child.exitCode !== null || Date.now() > giveUpAtMs) throw new Error(`web did not start: ${output()}`);
    await sleep(20);
  }
}
