import type { PlainTextOption } from '@slack/types';
import { pino } from 'pino';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleApp, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { Answer, AnswerToForm } from '../../src/core/answer.ts';
import type { FormShown, Mention, MenuTyped, Press, Shortcut, Spoken, ViewPress } from '../../src/core/heard.ts';
import { type Bolt, bolt } from '../../src/slack/bolt.ts';
import type { Allowance, Commands } from '../../src/slack/commands.ts';
import { slackReplies } from '../../src/slack/replies.ts';
import { webClient } from '../../src/slack/web-client.ts';

export const silent = pino({ level: 'silent' });

export type Heard = (Spoken | Press | Mention) & { readonly allowance: Allowance };

export type BoltTown = {
  readonly slack: SlackSandbox;
  /** Where Slack's requests arrive over HTTP. */
  readonly urls: readonly string[];
  /** Everything that got as far as the commands. */
  readonly heard: Heard[];
  /** Everything that was done in a form, or with a shortcut. */
  readonly forms: (FormShown | ((MenuTyped | ViewPress) & { readonly allowance: Allowance }) | Shortcut)[];
  /** Whose App Home was shown. */
  readonly homes: string[];
  /** What a form that is sent is answered with. */
  answerForm: () => Promise<AnswerToForm>;
  /** What a menu shows. */
  lines: () => Promise<readonly PlainTextOption[]>;
  /** What the commands answer next; throws where a test wants a surprise. */
  answer: () => Promise<Answer>;
  /** Deliveries seen so far; null while Redis is away. */
  seen: Map<string, number> | null;
  /** Everything that was logged, as JSON. */
  readonly logged: string[];
  stop(): Promise<void>;
};

export const ephemeral = (text: string): Answer => ({ kind: 'ephemeral', content: { text, blocks: [] } });

/** The real Bolt and the emulated Slack; behind it stands a list that remembers what came in. */
export async function startBoltTown(how: {
  readonly transport: 'http' | 'socket';
  readonly receivers?: number;
}): Promise<BoltTown> {
  const slack = await startSlack();
  const bolts: Bolt[] = [];
  const urls: string[] = [];
  const opened: BoltTown = {
    slack,
    urls,
    heard: [],
    forms: [],
    homes: [],
    answerForm: async () => ({ kind: 'closed', tell: async () => undefined }),
    lines: async () => [],
    answer: async () => ephemeral('Taken.'),
    seen: new Map(),
    logged: [],
    stop: async () => {
      await Promise.all(bolts.map((one) => one.stop()));
      await slack.stop();
    },
  };
  for (let made = 0; made < (how.receivers ?? 1); made += 1) {
    const port = await freePort();
    const one = receiverAt(port, opened, how.transport);
    await one.start();
    bolts.push(one);
    urls.push(`http://127.0.0.1:${port}/slack/events`);
  }
  if (how.transport === 'http') slack.setRequestUrls(urls);
  return opened;
}

function receiverAt(port: number, opened: BoltTown, transport: 'http' | 'socket'): Bolt {
  const { apiUrl } = opened.slack;
  const client = webClient({ botToken: exampleTokens.bot, apiUrl, log: silent });
  const hear = (what: Spoken | Press | Mention, allowance: Allowance) => {
    opened.heard.push({ ...what, allowance });
    return opened.answer();
  };
  const note = (what: BoltTown['forms'][number]) => {
    opened.forms.push(what);
    return opened;
  };
  const commands: Commands = {
    say: hear,
    press: hear,
    mention: hear,
    home: async (userId) => void opened.homes.push(userId),
    submit: (shown) => note(shown).answerForm(),
    choose: async (shown) => void note(shown),
    pressInView: async (pressed, allowance) => void note({ ...pressed, allowance }),
    suggest: (typed, allowance) => note({ ...typed, allowance }).lines(),
    shortcut: (used) => note(used).answer(),
  };
  return bolt({
    transport:
      transport === 'http'
        ? { kind: 'http', signingSecret: exampleApp.signingSecret }
        : { kind: 'socket', appToken: exampleTokens.app },
    port,
    botToken: exampleTokens.bot,
    botId: exampleApp.botId,
    botUserId: exampleApp.botUserId,
    apiUrl,
    origin: { teamId: exampleApp.teamId, appId: exampleApp.appId, enterpriseId: null },
    seenBefore: async (id) => {
      if (opened.seen === null) throw new Error('Redis is away');
      const before = opened.seen.has(id);
      opened.seen.set(id, Date.now());
      return before;
    },
    answeredEvents: {
      has: async (id) => {
        if (opened.seen === null) throw new Error('Redis is away');
        return opened.seen.has(id);
      },
      add: async (id) => void opened.seen?.set(id, Date.now()),
    },
    firstHeard: async (id) => {
      if (opened.seen === null) throw new Error('Redis is away');
      const atMs = opened.seen.get(id) ?? Date.now();
      opened.seen.set(id, atMs);
      return atMs;
    },
    commands,
    replies: slackReplies({ client, apiUrl, log: silent }),
    wordRefusal: (refusal) => ({ text: `refused &amp; unsent: ${JSON.stringify(refusal)}`, blocks: [] }),
    now: Date.now,
    log: pino({ level: 'debug' }, { write: (line: string) => void opened.logged.push(line) }),
    onHandled: () => undefined,
    pages: [{ path: '/healthz', method: 'GET', handler: (_request, response) => response.writeHead(200).end('ok') }],
  });
}
