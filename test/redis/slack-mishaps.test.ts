import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleApp, exampleTokens, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import type { Channel, Message } from '../../sandbox/slack/model.ts';
import { cardKey } from '../../src/core/outgoing.ts';
import { CHANNEL, slackTown } from './slack-town.ts';
import { type RedisTown, redisTown } from './town.ts';

const MINUTE_MS = 60_000;

let redis: RedisTown;
beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());

const oidOf = ({ content }: Message) => content.metadata?.event_payload['oid'];

/** One rollout that goes on by itself, a minute after it was started. */
async function underWay() {
  const town = slackTown((await redis.place()).space, ['pressed', 'by-itself']);
  await town.deploy('by-itself');
  await town.run(town.jobs.clock.now() + MINUTE_MS);
  const { workspace } = town.slack;
  const { conversations, directory } = workspace;
  const [started] = town.jobs.store.all();
  const root = conversations.all(CHANNEL)[0];
  if (!started || !root) throw new Error('nothing was started');
  const key = cardKey(started.rollout.id);
  const linesOf = () => town.jobs.store.outbox.filter((one) => one.op === 'post' && one.threadKey === key);
  return {
    ...town,
    conversations,
    channel: directory.channel(CHANNEL),
    root,
    wanted: () => linesOf().map(({ oid }) => oid),
    under: ({ ts }: Message) => conversations.repliesTo(CHANNEL, ts).map(oidOf),
    pass: (minutes: number) => town.run(town.jobs.clock.now() + minutes * MINUTE_MS),
    toldAlone: () => conversations.all(directory.directChannel(exampleUsers.ana).id).map(({ content }) => content.text),
  };
}

describe('for five minutes', () => {
  test.each<[string, (channel: Channel) => void, (channel: Channel) => void, RegExp]>([
    [
      'the bot is not in the channel',
      ({ memberIds }) => memberIds.delete(exampleApp.botUserId),
      ({ memberIds }) => memberIds.add(exampleApp.botUserId),
      /invite it/,
    ],
    [
      'the channel is archived',
      (channel) => Object.assign(channel, { isArchived: true }),
      (channel) => Object.assign(channel, { isArchived: false }),
      /unarchive it/,
    ],
  ])('%s: the thread is complete afterwards, in order and once, and whoever asked was told once', async (...how) => {
    const [, harm, mend, hint] = how;
    const of = await underWay();
    harm(of.channel);
    const before = of.under(of.root).length;
    await of.pass(5);
    expect(of.under(of.root)).toHaveLength(before);
    expect(of.toldAlone()).toEqual([expect.stringMatching(hint)]);
    mend(of.channel);
    await of.run();
    expect(of.under(of.root)).toEqual(of.wanted());
    expect(of.toldAlone()).toHaveLength(1);
  });

  test('another company reads along: it learns nothing, and afterwards the thread is complete', async () => {
    const of = await underWay();
    of.channel.isExtShared = true;
    await of.pass(1);
    const known = of.under(of.root).length;
    await of.pass(4);
    expect(of.under(of.root)).toHaveLength(known);
    of.channel.isExtShared = false;
    await of.run();
    expect(of.under(of.root)).toEqual(of.wanted());
  });

  test('the token is revoked: all waits, and goes on with the token that the next start brings', async () => {
    const of = await underWay();
    const { directory } = of.slack.workspace;
    const token = directory.tokens.get(exampleTokens.bot);
    if (!token) throw new Error('there is no token');
    token.isRevoked = true;
    await of.pass(5);
    expect(of.logged).toContain('slack.blocked');
    expect(of.toldAlone()).toEqual([]);
    directory.addToken({ ...token, token: 'xoxb-new', isRevoked: false });
    of.restart('xoxb-new');
    await of.run();
    expect(of.under(of.root)).toEqual(of.wanted());
  });
});

test('a channel that gets another name is the same channel', async () => {
  const of = await underWay();
  of.channel.name = 'renamed';
  await of.run();
  expect(of.under(of.root)).toEqual(of.wanted());
});

test.each([
  ['refuses', false],
  ['takes', true],
])(
  'a card is deleted, and Slack %s replies to it: a new card stands, and no line is lost or said twice',
  async (...how) => {
    const of = await underWay();
    of.conversations.takesRepliesToDeleted = how[1];
    of.conversations.remove(of.root);
    const before = of.under(of.root);
    await of.run();
    const roots = of.conversations
      .channel(CHANNEL)
      .slice()
      .filter(({ threadTs }) => threadTs === undefined);
    expect(roots).toHaveLength(1);
    const later = roots.flatMap(of.under);
    expect(later.length).toBeGreaterThan(0);
    expect([...of.under(of.root), ...later]).toEqual(of.wanted());
    if (!how[1]) expect(of.under(of.root)).toEqual(before);
  },
);
