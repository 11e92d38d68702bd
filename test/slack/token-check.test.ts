import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleApp, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';
import { type Identity, tokenCheck } from '../../src/slack/token-check.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let nowMs = 0;
beforeAll(async () => {
  slack = await startSlack();
});
afterAll(() => slack.stop());
beforeEach(() => slack.setAway(false));

const { teamId, botId, botUserId } = exampleApp;
const check = (change: Partial<Identity> = {}, botToken = exampleTokens.bot, whileAway: 'tell' | 'ignore' = 'tell') =>
  tokenCheck(
    webClient({ botToken, apiUrl: slack.apiUrl, log: silent }),
    { teamId, botId, botUserId, ...change },
    () => nowMs,
    whileAway,
  );

test('a token that speaks for whom we think is no trouble', async () => {
  expect(await check()()).toBeNull();
});

test.each<[string, Partial<Identity>, string]>([
  ['team', { teamId: 'T0OTHER' }, `SLACK_TEAM_ID is T0OTHER, but the bot token belongs to ${teamId}`],
  ['bot', { botId: 'B0OTHER' }, `SLACK_BOT_ID is B0OTHER, but the bot token belongs to ${botId}`],
  ['bot user', { botUserId: 'U0OTHER' }, `SLACK_BOT_USER_ID is U0OTHER, but the bot token belongs to ${botUserId}`],
])('a token of another %s is named with both', async (_what, change, trouble) => {
  expect(await check(change)()).toBe(trouble);
});

test('a token that Slack does not know is trouble', async () => {
  expect(await check({}, 'xoxb-nobody')()).toContain('invalid_auth');
});

test('a token that was granted too little is trouble, and says what it lacks', async () => {
  const scopes = new Set(BOT_SCOPES.filter((scope) => !['app_mentions:read', 'users:read'].includes(scope)));
  const token = 'xoxb-of-an-older-install';
  slack.workspace.directory.addToken({
    token,
    kind: 'bot',
    userId: botUserId,
    isRevoked: false,
    scopes: new Set(scopes),
  });
  expect(await check({}, token)()).toBe(
    'the bot token lacks app_mentions:read, users:read; install the app again from manifest.yml',
  );
});

test('Slack being away is trouble, noticed after half a minute and forgotten as fast', async () => {
  const ask = check();
  expect(await ask()).toBeNull();
  slack.setAway(true);
  expect(await ask()).toBeNull();
  nowMs += 30_000;
  expect(await ask()).toContain('does not answer');
  slack.setAway(false);
  nowMs += 30_000;
  expect(await ask()).toBeNull();
});

test('for a worker a Slack that is away is no trouble, a token that was revoked is', async () => {
  const ask = check({}, exampleTokens.bot, 'ignore');
  slack.setAway(true);
  expect(await ask()).toBeNull();
  slack.setAway(false);
  slack.faults.next('auth.test', 1, { kind: 'error', code: 'token_revoked' });
  nowMs += 30_000;
  expect(await ask()).toContain('token_revoked');
  nowMs += 30_000;
  expect(await ask()).toBeNull();
});
