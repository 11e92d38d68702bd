import { expect, test } from 'vitest';
import { say } from '../../commands/say.ts';
import { fakeWorld, typed } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const waiting = { ...ROLLOUTS.waiting, channel: 'C0PROD' };

async function heard(line: string, of: Parameters<typeof fakeWorld>[0], change: Parameters<typeof typed>[1]) {
  const answer = await say(typed(line, change), fakeWorld(of).world);
  return { text: answer.kind === 'ephemeral' ? answer.content.text : '' };
}

test.for(['external', 'bot', 'deactivated', 'unknown'] as const)('%s people are told nothing', async (standing) => {
  const { text } = await heard(
    '/deploy status',
    { rollouts: [waiting], strangers: { U0ELSE: standing } },
    { userId: 'U0ELSE' },
  );
  expect(text).toContain('cannot use Slipway');
  expect(text).not.toContain('api-gateway');
});

test('a guest reads what a member reads', async () => {
  const of = { rollouts: [waiting], strangers: { U0GUS: 'guest' } } as const;
  expect((await heard('/deploy status', of, { userId: 'U0GUS' })).text).toContain('api-gateway in prod');
});
