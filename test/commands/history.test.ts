import { describe, expect, test } from 'vitest';
import { mention } from '../../commands/mention.ts';
import { say } from '../../commands/say.ts';
import type { EventEntry } from '../../src/core/event.ts';
import { type FakeWorld, fakeWorld, NOW_MS, typed } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const THREAD = '9.9';
const { rolledBack, waiting: live } = ROLLOUTS;
const waiting = { ...live, id: '5555555555' };
const finishedBy = (who: string): readonly EventEntry[] => [
  { version: 1, atMs: NOW_MS, event: { kind: 'succeeded', by: who } },
];
const events = { [rolledBack.id]: finishedBy('U0IRA'), [waiting.id]: finishedBy('U0BO') };
const threads = { [`C0PROD ${THREAD}`]: rolledBack.id };

async function heard(line: string, of: Parameters<typeof fakeWorld>[0] = {}, change: Parameters<typeof typed>[1] = {}) {
  const { world, asked } = fakeWorld({ rollouts: [waiting, rolledBack], events, threads, ...of });
  return { answer: await say(typed(line, change), world), asked };
}
const textOf = ({ answer }: Awaited<ReturnType<typeof heard>>) => {
  return answer.kind === 'ephemeral' ? answer.content.text : answer.kind;
};

describe('history', () => {
  test('is that of the live rollout, told to whoever asks alone; the worker is not needed', async () => {
    const said = await heard('/deploy history api-gateway prod');
    expect(textOf(said)).toMatch(/^History of api-gateway in prod: Canary 5 %.*<@U0BO> finished it/);
    expect(said.asked).toEqual([]);
  });

  test('is that of the one that ended last where none is live, and not that of a plan that came to nothing', async () => {
    const lapsed = { ...ROLLOUTS.aborted, id: '7777777777', fence: 0 };
    const said = await heard('/deploy history gw prod', { rollouts: [lapsed, rolledBack] });
    expect(textOf(said)).toContain('Rolled back. 1 event, the last one: <@U0IRA> finished it');
  });

  test('of which nothing is known says so', async () => {
    expect(textOf(await heard('/deploy history web-portal prod'))).toContain('Nothing is known of a rollout');
  });

  test.for([
    ['/deploy history', 'Which service?'],
    ['/deploy history api-gateway', 'Which environment?'],
    ['/deploy history api-gateway prod because I ask', 'history takes no reason'],
    ['/deploy histroy api-gateway prod', 'history'],
  ] as const)('%s is refused: %s', async ([line, words]) => {
    expect(textOf(await heard(line))).toContain(words);
  });

  test.for(['external', 'bot', 'deactivated', 'unknown'] as const)('is not for %s people', async (standing) => {
    const said = await heard(
      '/deploy history api-gateway prod',
      { strangers: { U0ELSE: standing } },
      { userId: 'U0ELSE' },
    );
    expect(textOf(said)).toContain('cannot use Slipway');
  });

  test('is not to be had while Redis is away', async () => {
    expect(textOf(await heard('/deploy history api-gateway prod', { away: 'everything' }))).toContain('Not taken:');
  });

  const asked = async (text: string, of: FakeWorld) => {
    const said = { userId: 'U0ANA', transportId: 't1', atMs: NOW_MS, responseUrl: null, channel: 'C0PROD', text };
    return { answer: await mention({ ...said, threadTs: THREAD }, of.world), asked: of.asked };
  };

  test('in the thread of a rollout is its own, whatever is live by now', async () => {
    const of = fakeWorld({ rollouts: [waiting, rolledBack], events, threads });
    expect(textOf(await asked('history', of))).toContain('Rolled back. 1 event, the last one: <@U0IRA> finished it');
    expect(textOf(await asked('history api-gateway prod', of))).toContain('<@U0BO> finished it');
  });
});
