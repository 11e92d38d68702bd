import { describe, expect, test } from 'vitest';
import { mention } from '../../commands/mention.ts';
import { say } from '../../commands/say.ts';
import { fakeWorld, NOW_MS, typed } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const THREAD = '9.9';
const { rolledBack, waiting: live } = ROLLOUTS;
const waiting = { ...live, id: '5555555555' };
const threads = { [`C0PROD ${THREAD}`]: rolledBack.id };
const MINUTE_MS = 60_000;

async function heard(line: string, of: Parameters<typeof fakeWorld>[0] = {}, change: Parameters<typeof typed>[1] = {}) {
  const { world, asked } = fakeWorld({ rollouts: [waiting, rolledBack], threads, ...of });
  return { answer: await say(typed(line, change), world), asked, world };
}
const textOf = ({ answer }: { readonly answer: Awaited<ReturnType<typeof heard>>['answer'] }) => {
  return answer.kind === 'ephemeral' ? answer.content.text : answer.kind;
};
const requestIn = ({ asked }: { readonly asked: Awaited<ReturnType<typeof heard>>['asked'] }) => asked[0]?.request;

const errors = { kind: 'errors', service: 'api-gateway', env: 'prod', rolloutId: null, sinceMs: null } as const;

describe('/deploy errors', () => {
  test.for([
    ['/deploy errors api-gateway prod', errors],
    ['/deploy errors gw production since 2h', { ...errors, sinceMs: NOW_MS - 120 * MINUTE_MS }],
    // The only live rollout whose card stands in this channel.
    ['/deploy errors', errors],
    ['/deploy errors since 1h', { ...errors, sinceMs: NOW_MS - 60 * MINUTE_MS }],
  ] as const)('%s asks the worker', async ([line, request]) => {
    const said = await heard(line, {}, { channel: 'C0PROD' });
    expect(textOf(said)).toBe('Looking at what api-gateway in prod logs as errors … What there is comes to you alone.');
    expect(requestIn(said)).toEqual(request);
  });

  test('said twice within a minute is asked once', async () => {
    const { world, asked } = await heard('/deploy errors api-gateway prod since 15m');
    const again = await say(typed('/deploy errors gw prod since 15m', { atMs: NOW_MS + 1_000 }), world);
    expect(textOf({ answer: again })).toBe('You have already asked for this, and it is done once only.');
    await say(typed('/deploy errors gw prod since 16m', { atMs: NOW_MS + 2_000 }), world);
    expect(asked).toHaveLength(2);
  });

  test.for([
    ['/deploy errors api-gateway', 'Which environment?'],
    [
      '/deploy errors api-gateway prod since yesterday',
      'I cannot read yesterday: after since stands how long ago, like 15m',
    ],
    ['/deploy errors billing prod', 'I know no service billing.'],
  ] as const)('%s is refused: %s', async ([line, words]) => {
    const said = await heard(line);
    expect(textOf(said)).toContain(words);
    expect(said.asked).toEqual([]);
  });

  test('without a place where nothing is live says how to name one', async () => {
    const said = await heard('/deploy errors', { rollouts: [] });
    expect(textOf(said)).toContain('/deploy errors SERVICE ENV [since 15m]');
  });

  test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)(
    'is not for %s people',
    async (standing) => {
      const strangers = { U0ELSE: standing };
      const said = await heard('/deploy errors api-gateway prod', { strangers }, { userId: 'U0ELSE' });
      expect(textOf(said)).toContain('Ask a full member of this workspace to do it.');
      expect(said.asked).toEqual([]);
    },
  );

  test('is not to be had while Redis is away', async () => {
    expect(textOf(await heard('/deploy errors api-gateway prod', { away: 'everything' }))).toContain('Not taken:');
    expect(textOf(await heard('/deploy errors', { away: 'everything' }))).toContain('Not taken:');
  });
});

describe('@slipway errors in the thread of a rollout', () => {
  const inThread = async (text: string) => {
    const { world, asked } = fakeWorld({ rollouts: [waiting, rolledBack], threads });
    const said = { userId: 'U0ANA', transportId: 't1', atMs: NOW_MS, responseUrl: null, channel: 'C0PROD', text };
    await mention({ ...said, threadTs: THREAD }, world);
    return asked[0]?.request;
  };

  test.for([
    ['errors', { ...errors, rolloutId: rolledBack.id }],
    ['errors since 1h', { ...errors, rolloutId: rolledBack.id, sinceMs: NOW_MS - 60 * MINUTE_MS }],
    ['errors api-gateway prod', errors],
  ] as const)('%s', async ([text, request]) => {
    expect(await inThread(text)).toEqual(request);
  });
});
