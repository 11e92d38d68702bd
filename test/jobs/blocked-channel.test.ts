import { describe, expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import type { Blockage, PostOutcome } from '../../src/core/outgoing.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { answerTo, CARD, CHANNEL, cardEdit, line, outboxTown, root } from './outbox-town.ts';

const blocked = (of: Blockage['of'], because: string): PostOutcome => ({
  kind: 'later',
  retryAfterMs: 60_000,
  blocked: { of, because },
});
const rollout = ROLLOUTS.baking;
const private_ = ({ how }: { how: string }) => how === 'answer';

const DAY_MS = 24 * 60 * 60_000;

describe('a channel in which Slack lets us say nothing', () => {
  test.for([
    ['not_in_channel', 'Please invite it'],
    ['channel_not_found', 'give the environment another channel'],
    ['is_archived', 'Please unarchive it'],
    ['restricted_action', 'restricted_action'],
  ] as const)('%s: everything waits in its order, and whoever asked is told once, alone', async ([because, hint]) => {
    const town = outboxTown([root('card'), line('one'), line('two')]);
    town.knobs.rollouts = [rollout];
    town.knobs.posts.push(blocked('channel', because), blocked('channel', because));
    await town.drain();
    town.wait(60_000);
    await town.drain();
    expect(town.sent).toHaveLength(1);
    expect(town.sent[0]).toMatchObject({ how: 'answer', text: expect.stringContaining(hint) });
    expect(town.sent[0]?.to).toContain(rollout.requestedBy);
    expect(town.logged).toEqual(['slack.blocked', 'slack.blocked']);

    town.wait(60_000);
    expect(await town.drain()).toBeNull();
    expect(town.sent.slice(1)).toEqual([
      { how: 'post', text: 'card', to: null },
      { how: 'post', text: 'one', to: 'posted-1' },
      { how: 'post', text: 'two', to: 'posted-1' },
    ]);
  });

  test('is not tried again before a minute is over, by any of the threads in it', async () => {
    const town = outboxTown([root('card'), { ...root('other'), key: 'card-ffffffffff' }]);
    town.knobs.posts.push(blocked('channel', 'not_in_channel'));
    await town.drain();
    town.wait(59_999);
    await town.drain();
    expect(town.sent).toEqual([]);
  });

  test('keeps for a month what was said there; what is older would be news to nobody, and fills Redis for ever', async () => {
    const town = outboxTown([root('card'), line('old')]);
    const isBlocked = Array.from({ length: 3 }, () => blocked('channel', 'channel_not_found'));
    town.knobs.posts.push(...isBlocked);
    town.wait(30 * DAY_MS);
    await town.drain();
    expect(town.left()).toEqual(['card', 'old']);
    town.add({ ...root('another'), key: 'card-ffffffffff' });
    town.wait(60_000);
    await town.drain();
    expect(town.left()).toEqual(['another']);
    expect(town.logged.filter((event) => event === 'slack.givenUp')).toHaveLength(2);
  });

  test('whoever could not be told is told with the next try', async () => {
    const town = outboxTown([root('card')]);
    town.knobs.rollouts = [rollout];
    town.knobs.canAnswer = false;
    town.knobs.posts.push(blocked('channel', 'not_in_channel'), blocked('channel', 'not_in_channel'));
    await town.drain();
    town.knobs.canAnswer = true;
    town.wait(60_000);
    await town.drain();
    expect(town.sent.filter(private_)).toHaveLength(1);
  });
});

test('whoever was not told because the sender died is told by a later one, once', async () => {
  const town = outboxTown([root('card')]);
  town.knobs.rollouts = [rollout];
  const notIn = blocked('channel', 'not_in_channel');
  town.knobs.posts.push(notIn, notIn, notIn, notIn);
  const dies = () => Promise.reject(new Error('killed'));
  const dying = { ...town.world, replies: { send: dies }, outbox: { ...town.outbox, forget: dies } };
  await expect(drainChannel(CHANNEL, dying)).rejects.toThrow('killed');
  for (let minutes = 0; minutes < 3; minutes++) {
    town.wait(60_000);
    await town.drain();
  }
  expect(town.sent.filter(private_)).toHaveLength(1);
});

test('a channel that was shared with another company hears nothing until it no longer is; people get their answers', async () => {
  const town = outboxTown([line('Errors: …'), cardEdit('25 %'), answerTo('U0BO', 'Paused.')], { [CARD]: '1.1' });
  town.knobs.rollouts = [rollout];
  town.knobs.isShared = true;
  await town.drain();
  expect(town.sent.map(({ how, text }) => `${how} ${text}`)).toEqual([
    expect.stringContaining('shared with another company'),
    'answer Paused.',
  ]);
  town.knobs.isShared = false;
  town.wait(60_000);
  expect(await town.drain()).toBeNull();
  expect(town.sent.slice(2).map(({ text }) => text)).toEqual(['Errors: …', '25 %']);
});

test.each([
  ['still hears nothing where it was shared', true, []],
  ['hears what is said where it was our own', false, ['Errors: …']],
])('a channel of which Slack does not say just now whose it is %s', async (_which, isShared, heard) => {
  const town = outboxTown([line('Errors: …')], { [CARD]: '1.1' });
  Object.assign(town.knobs, { isShared, saysWhetherShared: false });
  await town.drain();
  expect(town.sent.map(({ text }) => text)).toEqual(heard);
});

test('with a token that Slack does not take everything waits in every channel, in the log, and nobody is written to', async () => {
  const town = outboxTown([root('card')]);
  town.knobs.rollouts = [rollout];
  town.knobs.posts.push(blocked('token', 'token_revoked'));
  await town.drain();
  const elsewhere = { method: 'chat.postMessage', channel: 'C0OTHER', key: null, urgent: true };
  expect(await town.turns.take(elsewhere)).toBe(60_000);
  expect(town.logged).toEqual(['slack.blocked']);
  town.wait(60_000);
  expect(await town.drain()).toBeNull();
  expect(town.sent.map(({ text }) => text)).toEqual(['card']);
});
