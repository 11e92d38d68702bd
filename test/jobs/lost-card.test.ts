import { describe, expect, test } from 'vitest';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import { card } from '../../src/messages/card.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { CARD, cardEdit, line, outboxTown, root } from './outbox-town.ts';

const gone: PostOutcome = { kind: 'refused', because: 'message_not_found' };
const noThread: PostOutcome = { kind: 'refused', because: 'thread_not_found' };

describe('a card that somebody deleted', () => {
  test.for(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'is posted anew as it is now (%s), and later lines stand under the new one',
    async (because) => {
      const town = outboxTown([cardEdit('5 %'), cardEdit('25 %')], { [CARD]: '1.1' });
      town.knobs.edits.push({ kind: 'refused', because });
      expect(await town.drain()).toBeNull();
      expect(town.sent).toEqual([{ how: 'post', text: '25 %', to: null }]);

      town.add(line('Phase 2 began.'), cardEdit('50 %'));
      expect(await town.drain()).toBeNull();
      expect(town.sent.slice(1)).toEqual([
        { how: 'post', text: 'Phase 2 began.', to: 'posted-0' },
        { how: 'edit', text: '50 %', to: 'posted-0' },
      ]);
    },
  );

  test('is not posted twice when the reply is lost, whatever it shows by then', async () => {
    const town = outboxTown([cardEdit('5 %')], { [CARD]: '1.1' });
    town.knobs.edits.push(gone, gone);
    town.knobs.posts.push({ kind: 'unknown' });
    await town.drain();
    town.add(cardEdit('25 %'));
    town.knobs.found = '2.2';
    town.wait(10_000);
    expect(await town.drain()).toBeNull();
    expect(town.looked).toEqual([`anew-${CARD}-1.1`]);
    expect(town.sent).toEqual([{ how: 'edit', text: '25 %', to: '2.2' }]);
  });

  test('is made from the record when a line is the first to notice', async () => {
    const rollout = ROLLOUTS.baking;
    const town = outboxTown([line('Phase 2 began.'), line('Paused.')], { [CARD]: '1.1' });
    town.knobs.rollouts = [rollout];
    town.knobs.posts.push(noThread);
    expect(await town.drain()).toBeNull();
    expect(town.sent).toEqual([
      { how: 'post', text: card(rollout).text, to: null },
      { how: 'post', text: 'Phase 2 began.', to: 'posted-0' },
      { how: 'post', text: 'Paused.', to: 'posted-0' },
    ]);
    expect(town.logged).toEqual(['slack.rootGone']);
  });

  test('where Slack says the same of the new one, the line goes to the channel rather than nowhere', async () => {
    const town = outboxTown([line('Rolled back.')], { [CARD]: '1.1' });
    town.knobs.rollouts = [ROLLOUTS.baking];
    town.knobs.posts.push(noThread, { kind: 'sent', ts: '2.2' }, noThread);
    expect(await town.drain()).toBeNull();
    expect(town.sent.map(({ text, to }) => [text, to])).toEqual([
      [card(ROLLOUTS.baking).text, null],
      ['Rolled back.', null],
    ]);
  });

  test('and so it does when nothing is known of the rollout any more', async () => {
    const town = outboxTown([line('Rolled back.')], { [CARD]: '1.1' });
    town.knobs.posts.push(noThread);
    expect(await town.drain()).toBeNull();
    expect(town.sent).toEqual([{ how: 'post', text: 'Rolled back.', to: null }]);
  });
});

test('a card that Slack refused stands before its next line, which is in its thread', async () => {
  const town = outboxTown([root('Too much for Slack.'), line('Created.')]);
  town.knobs.rollouts = [ROLLOUTS.baking];
  town.knobs.posts.push({ kind: 'refused', because: 'no_permission' });
  expect(await town.drain()).toBeNull();
  expect(town.sent).toEqual([
    { how: 'post', text: card(ROLLOUTS.baking).text, to: null },
    { how: 'post', text: 'Created.', to: 'posted-0' },
  ]);
});

test('an edit of any other message that is not there is let go', async () => {
  const town = outboxTown([{ ...cardEdit('It started.'), key: 'queue-0a1b2c3d4e' }]);
  expect(await town.drain()).toBeNull();
  expect(town.sent).toEqual([]);
});
