import { describe, expect, test } from 'vitest';
import { mention } from '../../commands/mention.ts';
import type { Mention } from '../../src/core/heard.ts';
import type { Request } from '../../src/core/request.ts';
import { fakeWorld } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 14, 0, 0);
const THREAD = '1700000000.000100';
const live = { ...ROLLOUTS.waiting, channel: 'C0PROD' };
const over = { ...ROLLOUTS.rolledBack, id: '2222222222', channel: 'C0PROD' };
const threads = { [`C0PROD ${THREAD}`]: live.id, 'C0PROD 9.9': over.id };

async function heard(text: string, change: Partial<Mention> = {}, of: Parameters<typeof fakeWorld>[0] = {}) {
  const { world, asked } = fakeWorld({ rollouts: [live, over], threads, ...of });
  const by = { userId: 'U0ANA', channel: 'C0PROD', responseUrl: null, transportId: 't1', atMs: NOW_MS };
  const answer = await mention({ ...by, text, ...change }, world);
  return { text: answer.kind === 'ephemeral' ? answer.content.text : '', asked };
}

const at = { service: live.service, env: live.env };
const byName = { by: 'name', ...at } as const;
const thatOne = { by: 'button', rolloutId: live.id, gate: live.gate } as const;
const place = `${at.service} ${at.env}`;
const deploy = { kind: 'deploy', ...at, image: { kind: 'default' }, because: null, planOnly: false } as const;
const rollback = { kind: 'rollback', rollout: byName, toRevision: null, now: false, because: null } as const;

describe('words to the bot make the same requests as slash commands', () => {
  test.for<readonly [string, Partial<Request>]>([
    [`deploy ${place}`, deploy],
    [`/deploy ${place}`, deploy],
    [`Deploy ${place}`, deploy],
    [`plan ${place}`, { ...deploy, planOnly: true }],
    [`deploy ${place}: fixes R&D`, { ...deploy, because: 'fixes R&D' }],
    [`advance ${place}`, { kind: 'advance', rollout: byName }],
    [`pause ${place} because lunch`, { kind: 'pause', rollout: byName, because: 'lunch' }],
    [`resume ${place}`, { kind: 'resume', rollout: byName, because: null }],
    [`abort ${place}`, { kind: 'abort', rollout: byName, because: null }],
    [`unfreeze ${place}`, { kind: 'unfreeze', ...at }],
    [`rollback ${place}`, rollback],
    [`/rollback ${place} now because 5xx`, { ...rollback, now: true, because: '5xx' }],
  ])('%s', async ([text, request]) => {
    const { asked } = await heard(text);
    expect(asked).toMatchObject([{ request, replyTo: { channel: 'C0PROD', userId: 'U0ANA', responseUrl: null } }]);
    expect(asked[0]?.replyTo).not.toHaveProperty('threadTs');
  });
});

describe('in the thread of a live rollout the place may be left out', () => {
  test.for<readonly [string, Partial<Request>]>([
    ['advance', { kind: 'advance', rollout: thatOne }],
    ['pause because lunch', { kind: 'pause', rollout: thatOne, because: 'lunch' }],
    ['resume', { kind: 'resume', rollout: thatOne }],
    ['abort: wrong image', { kind: 'abort', rollout: thatOne, because: 'wrong image' }],
    ['rollback', rollback],
    ['rollback now', { ...rollback, now: true }],
    ['rollback: it burns', { ...rollback, because: 'it burns' }],
    [`rollback to ${live.service}-00042-abc`, { ...rollback, toRevision: `${live.service}-00042-abc` }],
    ['deploy v2.2.0', { ...deploy, image: { kind: 'tag', tag: 'v2.2.0' } }],
    ['plan', { ...deploy, planOnly: true }],
    ['unfreeze', { kind: 'unfreeze', ...at }],
    // A place that is named is the place that is meant.
    ['abort web-portal prod', { kind: 'abort', rollout: { by: 'name', service: 'web-portal', env: 'prod' } }],
  ])('%s', async ([text, request]) => {
    const { asked } = await heard(text, { threadTs: THREAD });
    expect(asked).toMatchObject([{ request, replyTo: { threadTs: THREAD } }]);
  });

  test('status tells of the service of the thread', async () => {
    const { text } = await heard('status', { threadTs: THREAD });
    expect(text).toContain(`${at.service} in ${at.env}`);
  });
});

describe('what is not meant does nothing', () => {
  test.for<readonly [string, string, Partial<Mention>]>([
    ['', 'In the thread of a rollout say', {}],
    ['you are great', 'I did not understand you are great, so nothing was done. In the thread', {}],
    // Nobody deploys by talking about a service.
    [place, 'In the thread of a rollout say', {}],
    ['<@U0BO> abort', 'In the thread of a rollout say', {}],
    ['abrot', 'abort', {}],
    ['help rollback', 'Send all traffic back', {}],
    ['advance faster', 'faster', { threadTs: THREAD }],
    ['rollback', 'Which service?', {}],
    ['rollback', 'Which service?', { threadTs: '1.1' }],
    ['deploy', 'Which service?', {}],
    ['abort', 'The rollout of this thread is over: Rolled back.', { threadTs: '9.9' }],
    [`abort <@U0BO>`, 'mention', { threadTs: THREAD }],
  ])('%s → %s', async ([text, words, change]) => {
    const answer = await heard(text, change);
    expect(answer.text).toContain(words);
    expect(answer.asked).toEqual([]);
  });

  test('a guest is refused', async () => {
    const { text, asked } = await heard(`abort ${place}`, { userId: 'U0GUS' }, { strangers: { U0GUS: 'guest' } });
    expect(text).toMatch(/guest/i);
    expect(asked).toEqual([]);
  });

  test('somebody of another company does not read along either', async () => {
    const { text } = await heard('status', { userId: 'U0EVE' }, { strangers: { U0EVE: 'external' } });
    expect(text).not.toContain(at.service);
    expect(text).toMatch(/people of other workspaces/i);
  });

  test.for([`abort ${place}`, 'abort'])('with Redis away "%s" is not taken', async (text) => {
    const answer = await heard(text, { threadTs: THREAD }, { away: 'everything' });
    expect(answer.text).toContain('Not taken');
  });
});

test('"rollback now" in the thread of a rollout that is over shows what would be rolled back, and asks', async () => {
  const { asked } = await heard('rollback now', { threadTs: '9.9' });
  const { service, env } = over;
  expect(asked).toMatchObject([{ request: { kind: 'rollback', rollout: { by: 'name', service, env }, now: false } }]);
});

test('the same words in two threads are two requests', async () => {
  const next = { ...live, id: '4444444444' };
  const threadOf = { ...threads, 'C0PROD 5.5': next.id };
  const { world, asked } = fakeWorld({ rollouts: [live, next], threads: threadOf });
  const by = { userId: 'U0ANA', channel: 'C0PROD', responseUrl: null, transportId: 't1', atMs: NOW_MS };
  for (const verb of ['advance', 'pause', 'resume', 'abort']) {
    for (const threadTs of [THREAD, '5.5']) await mention({ ...by, text: verb, threadTs }, world);
  }
  expect(asked).toHaveLength(8);
});

test('the same message, delivered twice, is one request', async () => {
  const { world, asked } = fakeWorld({ rollouts: [live], threads });
  const by = { userId: 'U0ANA', channel: 'C0PROD', responseUrl: null, transportId: 't1', atMs: NOW_MS };
  for (const transportId of ['t1', 't2']) await mention({ ...by, transportId, text: 'abort', threadTs: THREAD }, world);
  expect(asked).toHaveLength(1);
});
