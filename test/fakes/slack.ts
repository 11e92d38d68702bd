import { ApiLog } from '../../sandbox/slack/api-log.ts';
import { exampleApp, exampleTokens, exampleWorkspace } from '../../sandbox/slack/example-workspace.ts';
import { Faults } from '../../sandbox/slack/faults.ts';
import { RateLimits } from '../../sandbox/slack/rate-limits.ts';
import { readArguments } from '../../sandbox/slack/read-arguments.ts';
import { WebApi } from '../../sandbox/slack/web-api.ts';
import type { Turns } from '../../src/ports/memory.ts';
import { slackChannels } from '../../src/slack/channels.ts';
import { pacedClient } from '../../src/slack/paced-client.ts';
import { slackReplies } from '../../src/slack/replies.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { silent } from '../slack/bolt-town.ts';

const API_URL = 'https://slack.example/api/';

/** The emulated Slack with its limits, on a clock turned by hand and without a wire; our own adapters talk to it. */
export function slackOnClock(now: () => number, limits: { readonly isOn: boolean } = { isOn: true }) {
  const workspace = exampleWorkspace(now);
  const faults = new Faults();
  const log = new ApiLog();
  const api = new WebApi({
    workspace,
    faults,
    log,
    limits: new RateLimits({ now, factor: 1, isOn: limits.isOn }),
    moreMethods: {},
  });
  const answer = async (url: string, { headers, body }: RequestInit) => {
    if (faults.isAway) throw broken();
    const sent = new Headers(headers);
    const { searchParams, pathname } = new URL(url);
    const args = readArguments(searchParams, sent.get('content-type') ?? '', typeof body === 'string' ? body : '');
    const bearer = sent.get('authorization')?.replace(/^Bearer /, '');
    const reply = api.call(pathname.slice('/api/'.length), bearer, args);
    if (reply.isLost) throw broken();
    return new Response(JSON.stringify(reply.body), { status: reply.status, headers: reply.headers });
  };
  /** One worker's side of Slack; the turns are what all workers share. */
  const side = (turns: Turns, botToken = exampleTokens.bot) => {
    const fetch = (input: string | URL | Request, init: RequestInit = {}) => answer(String(input), init);
    const client = pacedClient({ botToken, apiUrl: API_URL, log: silent, fetch }, turns);
    return {
      turns,
      client,
      thread: slackThread(client, { botId: exampleApp.botId }),
      replies: slackReplies({ client, apiUrl: API_URL, log: silent }),
      channels: slackChannels(client, now),
    };
  };
  return { workspace, faults, log, side };
}

/** The connection broke: what became of the call nobody knows. */
function broken(): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
}
