import { describe, expect, test } from 'vitest';
import { answerTo, CARD, line, outboxTown, root } from './outbox-town.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;
const answer = answerTo('U0ANA', 'Started. <{permalink}|Follow it here>');
const waiting = () => outboxTown([answer, line('Created.')], { [CARD]: '1.1' });
const notInvited = { kind: 'later', retryAfterMs: 60_000, blocked: { of: 'channel', because: 'x' } } as const;

describe('an answer in the outbox', () => {
  test('holds the link to the card, which stands there before it', async () => {
    const town = outboxTown([answer, root('card')]);
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ text }) => text)).toEqual(['card', 'Started. <https://slack.example/card|Follow it here>']);
  });

  test('is given without a link when Slack has none', async () => {
    const town = waiting();
    town.knobs.permalink = async () => null;
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ text }) => text)).toEqual(['Created.', 'Started.']);
  });

  test('waits for its card, but not until somebody has invited the bot', async () => {
    const town = outboxTown([answer, root('card')]);
    town.knobs.posts.push(notInvited);
    await town.drain();
    town.wait(14_999);
    await town.drain();
    expect(town.sent).toEqual([]);
    town.wait(1);
    await town.drain();
    expect(town.sent.map(({ text }) => text)).toEqual(['Started.']);
    expect(town.left()).toEqual(['card']);
  });

  test('keeps nothing else waiting, and is given up after half an hour with a line in the log', async () => {
    const town = waiting();
    town.knobs.canAnswer = false;
    await town.drain();
    expect(town.sent.map(({ text }) => text)).toEqual(['Created.']);
    town.wait(HALF_AN_HOUR_MS);
    await town.drain();
    expect(town.left()).toHaveLength(1);
    town.wait(5_000);
    expect(await town.drain()).toBeNull();
    expect(town.logged).toEqual(['slack.answerWaits', 'slack.answerWaits', 'slack.answerGivenUp']);
  });

  test('of one person is not kept waiting by that of another', async () => {
    const town = outboxTown([answer, answerTo('U0BO', 'Paused.')], { [CARD]: '1.1' });
    const { replies } = town.world;
    const told: string[] = [];
    replies.send = async ({ userId }) => {
      if (userId === 'U0ANA') throw new Error('no');
      told.push(userId);
    };
    await town.drain();
    expect(told).toEqual(['U0BO']);
  });
});
