import { afterEach, describe, expect, test, vi } from 'vitest';
import { suggest } from '../../commands/form-menus.ts';
import { choose } from '../../commands/forms.ts';
import { say } from '../../commands/say.ts';
import type { Person } from '../../src/core/person.ts';
import { catalog } from '../fakes/catalog.ts';
import { digestOf } from '../fakes/showing.ts';
import { fakeWorld, typed } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { fieldsIn, lastView, opened, shownOf } from './form-hands.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a command that lacks nothing but a name opens a form, filled with what was understood', () => {
  test.for<readonly [string, object]>([
    ['/deploy', { service: null, reason: null }],
    ['/deploy gw', { service: 'api-gateway', 'env:api-gateway': null, 'image:api-gateway': null }],
    ['/deploy api-gateway v2.1.0', { service: 'api-gateway', 'image:api-gateway': 'tag:v2.1.0' }],
    [
      '/deploy api-gateway strategy=replace because of lunch',
      { 'strategy:api-gateway': 'replace', reason: 'of lunch' },
    ],
    ['/rollback', { service: null, reason: null }],
    ['/rollback api-gateway because errors', { service: 'api-gateway', 'env:api-gateway': null, reason: 'errors' }],
  ])('%s', async ([line, fields]) => {
    const fake = await opened(line);
    expect(fake.answer.kind).toBe('opened');
    expect(fieldsIn(lastView(fake))).toMatchObject(fields);
    expect(fake.asked).toEqual([]);
  });

  test('something stands on the screen before anything is read', async () => {
    const fake = fakeWorld({ away: 'everything' });
    const answer = await say(typed('/deploy', { triggerId: '1.2.3' }), fake.world);
    expect(answer.kind).toBe('opened');
    expect(fake.drawn).toMatchObject([{ submit: null, callbackId: 'deploy_form' }]);
  });

  test('prod is never chosen for anybody', async () => {
    const only = { ...catalog, services: catalog.services.map((one) => ({ ...one, environments: ['prod'] })) };
    expect(fieldsIn(lastView(await opened('/deploy api-gateway', { catalog: only })))['env:api-gateway']).toBeNull();
  });

  test('with Redis away the form works, and says that it knows little', async () => {
    const fake = await opened('/rollback api-gateway', { away: 'everything' });
    expect(fieldsIn(lastView(fake))).toMatchObject({ service: 'api-gateway' });
  });
});

describe('what no form can mend is refused in words', () => {
  test.for([
    ['/deploy api-gatway', 'I know no service api-gatway. Did you mean api-gateway?'],
    ['/deploy api-gateway v2.1.0 prdo', 'I know no environment prdo. Did you mean prod?'],
    ['/deploy v1 v2', 'Which service? I never guess it.'],
    ['/deploy unfreeze api-gateway', 'Which environment? I never guess it.'],
  ])('%s', async ([line = '', words]) => {
    const { text, drawn } = await opened(line);
    expect(text).toContain(words);
    expect(drawn).toEqual([]);
  });

  test('nothing typed is lost when Slack opens no view: the words come back with the usage', async () => {
    const { text } = await opened('/deploy api-gateway', { views: 'refuse' });
    expect(text).toContain('Which environment? I never guess it. One of staging, prod.');
  });

  test('a guest is shown a no in place of the form', async () => {
    const fake = await opened('/deploy', { strangers: { U0ANA: 'guest' } });
    expect(lastView(fake)).toMatchObject({ submit: null });
    expect(JSON.stringify(lastView(fake).blocks)).toContain(
      'Guests of this workspace can read, but not act, nor look into logs.',
    );
  });
});

test('a guest who is not remembered is asked for while the form is loading', async () => {
  const { world, drawn } = fakeWorld();
  function person(userId: string, how: 'fresh'): Promise<Person>;
  function person(userId: string, how: 'cached'): Promise<Person | null>;
  async function person(userId: string, how: 'fresh' | 'cached'): Promise<Person | null> {
    return how === 'cached' ? null : { userId, standing: 'guest', groups: [] };
  }
  const answer = await say(typed('/deploy', { triggerId: '1.2.3' }), { ...world, directory: { person } });
  if (answer.kind !== 'opened') throw new Error('nothing was opened');
  await answer.fill();
  expect(JSON.stringify(drawn.at(-1)?.blocks)).toContain(
    'Guests of this workspace can read, but not act, nor look into logs.',
  );
});

describe('/rollback alone', () => {
  const live = { ...ROLLOUTS.baking, channel: 'C0PROD' };

  test('has the one live rollout of the channel chosen, and its target left to us', async () => {
    const fake = await opened('/rollback', { rollouts: [live] }, { channel: 'C0PROD' });
    expect(fieldsIn(lastView(fake))).toMatchObject({
      service: 'api-gateway',
      'env:api-gateway': 'prod',
      'target:api-gateway:prod': 'our-choice',
    });
    expect(lastView(fake).submit).toBe('Roll Back Now');
  });

  test('in another channel asks for the place', async () => {
    const fake = await opened('/rollback', { rollouts: [live] });
    expect(fieldsIn(lastView(fake))).toEqual({ service: null, reason: null });
  });
});

describe('a choice draws the form for it and keeps what was entered', () => {
  test('the service brings its environments, images and phases', async () => {
    const fake = await opened('/deploy v2.1.0');
    await choose(shownOf(lastView(fake), { service: 'api-gateway', reason: 'two\nlines' }), fake.world);
    expect(fieldsIn(lastView(fake))).toEqual({
      service: 'api-gateway',
      'env:api-gateway': null,
      'image:api-gateway': 'tag:v2.1.0',
      'strategy:api-gateway': 'canary',
      reason: 'two\nlines',
    });
  });

  test('the environment brings its checklist and names the outcome', async () => {
    const fake = await opened('/deploy api-gateway');
    const entries = {
      'env:api-gateway': 'prod',
      'image:api-gateway': digestOf('a'),
      'strategy:api-gateway': 'replace',
    };
    await choose(shownOf(lastView(fake), entries), fake.world);
    const prod = lastView(fake);
    expect(fieldsIn(prod)).toMatchObject({ service: 'api-gateway', ...entries });
    expect(Object.keys(fieldsIn(prod)).at(-1)).toMatch(/^checklist:prod:/);
    expect(prod.submit).toBe('Plan deploy to prod');
  });

  test('another service forgets the image and the environment of the first', async () => {
    const fake = await opened('/deploy api-gateway v2.1.0');
    await choose(shownOf(lastView(fake), { 'env:api-gateway': 'prod', service: 'web-portal' }), fake.world);
    expect(fieldsIn(lastView(fake))).toMatchObject({
      service: 'web-portal',
      'env:web-portal': null,
      'image:web-portal': null,
    });
  });
});

describe('a menu', () => {
  const ask = async (actionId: string, words: string, of: Parameters<typeof fakeWorld>[0] = {}) => {
    const fake = await opened('/deploy api-gateway', of);
    const lines = await suggest(
      { userId: 'U0ANA', metadata: lastView(fake).metadata, actionId, typed: words },
      fake.world,
    );
    return lines.map(({ text, value }) => ({ text: text.text, value }));
  };

  test('of services finds names and aliases; one’s own stand first', async () => {
    const own = { ...ROLLOUTS.succeeded, service: 'web-portal', requestedBy: 'U0ANA' };
    expect((await ask('service', '', { rollouts: [own] })).map(({ value }) => value)).toEqual([
      'web-portal',
      'api-gateway',
      'oracle-ws',
    ]);
    expect(await ask('service', 'GW')).toEqual([{ text: 'api-gateway (gw)', value: 'api-gateway' }]);
  });

  test('of images has the newest first, with age and digest, and marks what is live', async () => {
    expect(await ask('image', '')).toEqual([
      { text: 'v2.1.0 · 3 h ago · sha256:aaaaaaaaaaaa', value: digestOf('a') },
      { text: 'sha256:bbbbbbbbbbbb · 20 h ago', value: digestOf('b') },
      { text: 'v2.0.9 · live now · 2 days ago · sha256:cccccccccccc', value: digestOf('c') },
    ]);
  });

  test.for([
    ['v2.1', ['Use v2.1 as typed', 'v2.1.0 · 3 h ago · sha256:aaaaaaaaaaaa']],
    ['v2.1.0', ['v2.1.0 · 3 h ago · sha256:aaaaaaaaaaaa']],
    ['release-9', ['Use release-9 as typed']],
    [digestOf('d'), ['Use sha256:dddddddddddd as typed']],
    ['not a tag', []],
    ['x'.repeat(100), []],
  ] as const)('of images for %s offers what fits, and what was typed', async ([words, texts]) => {
    expect((await ask('image', words)).map(({ text }) => text)).toEqual(texts);
  });

  test('with Redis away still knows the services, and still takes a tag', async () => {
    expect(await ask('service', 'web', { away: 'everything' })).toHaveLength(1);
    expect(await ask('image', '', { away: 'everything' })).toEqual([]);
    expect(await ask('image', 'v9', { away: 'everything' })).toEqual([{ text: 'Use v9 as typed', value: 'tag:v9' }]);
  });

  test('does not wait for a memory that hangs', async () => {
    vi.useFakeTimers();
    const { world, drawn } = await opened('/deploy api-gateway');
    const hanging = { ...world, rollouts: { ...world.rollouts, recent: () => new Promise<never>(() => undefined) } };
    const { metadata } = lastView({ drawn });
    const lines = suggest({ userId: 'U0ANA', metadata, actionId: 'service', typed: '' }, hanging);
    await vi.advanceTimersByTimeAsync(1_500);
    await expect(lines).resolves.toHaveLength(3);
  });

  test('of an older version has no lines', async () => {
    const { world } = fakeWorld();
    expect(await suggest({ userId: 'U0ANA', metadata: '{}', actionId: 'image', typed: '' }, world)).toEqual([]);
  });

  test('of a rollback leaves the target to us first, then says when each revision served', async () => {
    const fake = await opened(
      '/rollback',
      { rollouts: [{ ...ROLLOUTS.baking, channel: 'C0PROD' }] },
      { channel: 'C0PROD' },
    );
    const { metadata } = lastView(fake);
    const lines = await suggest({ userId: 'U0ANA', metadata, actionId: 'target', typed: '' }, fake.world);
    expect(lines.map(({ text, description }) => [text.text, description?.text])).toEqual([
      ['The last good one (found by itself)', undefined],
      ['api-gateway-00041-def', 'served 100 % until 3 h ago'],
      ['api-gateway-r0123456789', 'rolled back from, served until 2 days ago'],
      ['api-gateway-00039-xyz', 'made 4 days ago'],
    ]);
  });
});
