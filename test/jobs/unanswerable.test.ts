import { describe, expect, test } from 'vitest';
import { answerTo, CARD, line, outboxTown } from './outbox-town.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;
const answer = answerTo('U0ANA', 'Started. <{permalink}|Follow it here>');
const waiting = () => outboxTown([answer, line('Created.')], { [CARD]: '1.1' });

describe('an answer that waits before others in the outbox', () => {
  test('holds the link to the card', async () => {
    const town = waiting();
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ text }) => text)).toEqual([
      'Started. <https://slack.example/card|Follow it here>',
      'Created.',
    ]);
  });

  test('is given without a link when Slack has none', async () => {
    const town = waiting();
    town.knobs.permalink = async () => null;
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ text }) => text)).toEqual(['Started.', 'Created.']);
  });

  test('is tried again for half an hour, then given up with a line in the log, and the next one leaves', async () => {
    const town = waiting();
    town.knobs.canAnswer = false;
    town.knobs.nowMs = HALF_AN_HOUR_MS;
    await expect(town.drain()).rejects.toThrow('Slack did not answer');
    expect(town.left()).toHaveLength(2);
    town.knobs.nowMs += 1;
    expect(await town.drain()).toBeNull();
    expect(town.logged).toEqual(['slack.answerGivenUp']);
    expect(town.sent.map(({ text }) => text)).toEqual(['Created.']);
  });
});
