import { expect, test } from 'vitest';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import { answerTo, CARD, cardEdit, line, outboxTown, root } from './outbox-town.ts';

const gone: PostOutcome = { kind: 'refused', because: 'message_not_found' };
const notInvited: PostOutcome = { kind: 'later', retryAfterMs: 60_000, because: 'not_in_channel' };

test('a card that somebody deleted is posted anew as it is now, and later lines stand under the new one', async () => {
  const town = outboxTown([cardEdit('5 %'), cardEdit('25 %')], { [CARD]: '1.1' });
  town.knobs.edits.push(gone);
  expect(await town.drain()).toBeNull();
  expect(town.sent).toEqual([{ how: 'post', text: '25 %', to: null }]);

  town.add(line('Phase 2 began.'), cardEdit('50 %'));
  expect(await town.drain()).toBeNull();
  expect(town.sent.slice(1)).toEqual([
    { how: 'post', text: 'Phase 2 began.', to: 'posted-0' },
    { how: 'edit', text: '50 %', to: 'posted-0' },
  ]);
});

test('a card that Slack refused is posted with its next edit', async () => {
  const town = outboxTown([root('Too much for Slack.')]);
  town.knobs.posts.push({ kind: 'refused', because: 'invalid_blocks' });
  expect(await town.drain()).toBeNull();
  town.add(cardEdit('5 %'));
  expect(await town.drain()).toBeNull();
  expect(town.sent).toEqual([{ how: 'post', text: '5 %', to: null }]);
});

test('a card that is posted anew is not posted twice when the reply is lost', async () => {
  const town = outboxTown([cardEdit('5 %')], { [CARD]: '1.1' });
  town.knobs.edits.push(gone, gone);
  town.knobs.posts.push({ kind: 'unknown' });
  const waitMs = await town.drain();
  town.knobs.nowMs += waitMs ?? 0;
  town.knobs.found = '2.2';
  expect(await town.drain()).toBeNull();
  town.add(cardEdit('25 %'));
  expect(await town.drain()).toBeNull();
  expect(town.sent).toEqual([{ how: 'edit', text: '25 %', to: '2.2' }]);
});

test('in a channel without the bot everything waits in its order, is logged, and people get their answers', async () => {
  const town = outboxTown([root('Deploying.'), line('Created.'), answerTo('U0ANA', 'Started. <{permalink}|Here>')]);
  town.knobs.posts.push(notInvited);
  expect(await town.drain()).toBe(60_000);
  expect(town.logged).toEqual(['slack.blocked']);
  expect(town.sent).toEqual([{ how: 'answer', text: 'Started.', to: 'U0ANA in C0DEPLOYS 5.5' }]);

  expect(await town.drain()).toBeNull();
  expect(town.sent.slice(1).map(({ text }) => text)).toEqual(['Deploying.', 'Created.']);
});
