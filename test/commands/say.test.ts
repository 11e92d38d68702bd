import { describe, expect, test } from 'vitest';
import { say } from '../../commands/say.ts';
import type { Request } from '../../src/core/request.ts';
import { catalog } from '../fakes/catalog.ts';
import { fakeWorld, typed } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const at = { service: 'api-gateway', env: 'prod' };
const byName = { by: 'name', ...at } as const;
const deploy = {
  kind: 'deploy',
  ...at,
  image: { kind: 'default' },
  strategy: null,
  because: null,
  planOnly: false,
} as const;
const rollback = { kind: 'rollback', rollout: byName, toRevision: null, now: false, because: null } as const;
const waiting = { ...ROLLOUTS.waiting, channel: 'C0PROD' };
const elsewhere = { ...ROLLOUTS.baking, id: '1111111111', service: 'web-portal', channel: 'C0PROD' };

async function heard(line: string, of: Parameters<typeof fakeWorld>[0] = {}, change: Parameters<typeof typed>[1] = {}) {
  const { world, asked } = fakeWorld(of);
  const answer = await say(typed(line, change), world);
  return { text: answer.kind === 'ephemeral' ? answer.content.text : '', asked };
}

describe('what is said becomes one request, and the answer says what was understood', () => {
  test.for<readonly [string, string, Request, string]>([
    ['U0ANA', '/deploy api-gateway prod', deploy, 'Planning api-gateway in prod …'],
    [
      'U0ANA',
      '/deploy gw v2.1.0 to production because fixes #12',
      { ...deploy, image: { kind: 'tag', tag: 'v2.1.0' }, because: 'fixes #12' },
      'Planning api-gateway in prod with v2.1.0 …',
    ],
    ['U0ANA', '/deploy gw prod strategy=blue-green', { ...deploy, strategy: 'blue-green' }, 'as blue-green'],
    ['U0ANA', '/deploy plan api-gateway prod', { ...deploy, planOnly: true }, 'nothing is started'],
    ['U0BO', '/deploy advance api-gateway prod', { kind: 'advance', rollout: byName }, 'Advancing the rollout'],
    [
      'U0ANA',
      '/deploy pause api-gateway prod because lunch',
      { kind: 'pause', rollout: byName, because: 'lunch' },
      'Pausing the rollout of api-gateway in prod',
    ],
    [
      'U0IRA',
      '/deploy resume api-gateway prod',
      { kind: 'resume', rollout: byName, because: null },
      'Follow it in <#C0PROD>.',
    ],
    [
      'U0IRA',
      '/deploy abort api-gateway prod',
      { kind: 'abort', rollout: byName, because: null },
      'Aborting the rollout of api-gateway in prod',
    ],
    ['U0BO', '/deploy unfreeze api-gateway prod', { kind: 'unfreeze', ...at }, 'Unfreezing api-gateway in prod'],
    ['U0IRA', '/rollback api-gateway prod', rollback, 'nothing is moved before you confirm it'],
    [
      'U0IRA',
      '/rollback api-gateway prod to api-gateway-00042-abc now because 5xx',
      { ...rollback, toRevision: 'api-gateway-00042-abc', now: true, because: '5xx' },
      'Sending all traffic of api-gateway in prod to api-gateway-00042-abc',
    ],
  ])('%s: %s', async ([userId, line, request, words]) => {
    const { text, asked } = await heard(line, { rollouts: [waiting] }, { userId });
    expect(asked).toMatchObject([
      { request, userId, replyTo: { userId, channel: 'C0DEPLOYS', responseUrl: 'https://hooks.example/r' } },
    ]);
    expect(text).toContain(words);
  });

  test('whoever the cache does not know is left to the worker', async () => {
    const { asked } = await heard('/deploy api-gateway prod', {}, { userId: 'U0NEW' });
    expect(asked).toHaveLength(1);
  });
});

describe('who asks', () => {
  test('a guest is refused, and nothing is asked of the worker', async () => {
    const { text, asked } = await heard(
      '/deploy api-gateway staging',
      { strangers: { U0GUS: 'guest' } },
      { userId: 'U0GUS' },
    );
    expect(text).toContain('Guests of this workspace can read, but not act, nor look into logs.');
    expect(asked).toEqual([]);
  });

  test.for(['/deploy api-gateway prod', '/rollback api-gateway prod now', '/deploy advance api-gateway prod'])(
    'a member says %s: rights are left to the worker, somebody may just have been given them',
    async (line) => {
      const { asked } = await heard(line, { rollouts: [waiting] }, { userId: 'U0EVE' });
      expect(asked).toHaveLength(1);
    },
  );
});

describe('without service and environment', () => {
  test('the only live rollout of the channel is meant', async () => {
    const ended = { ...ROLLOUTS.succeeded, service: 'web-portal', channel: 'C0PROD' };
    const { asked } = await heard('/deploy pause', { rollouts: [waiting, ended] }, { channel: 'C0PROD' });
    expect(asked).toMatchObject([{ request: { kind: 'pause', rollout: byName } }]);
  });

  test('of two live ones neither is guessed', async () => {
    const { text, asked } = await heard('/deploy pause', { rollouts: [waiting, elsewhere] }, { channel: 'C0PROD' });
    expect(text).toContain('api-gateway prod, web-portal prod');
    expect(asked).toEqual([]);
  });

  test('in another channel none is meant', async () => {
    const { text, asked } = await heard('/deploy abort', { rollouts: [waiting] });
    expect(text).toBe(
      'Which rollout? These can be meant: api-gateway prod. Say it like this: /deploy abort SERVICE ENV [because …]',
    );
    expect(asked).toEqual([]);
  });

  test('only what waits is named for an advance', async () => {
    const { text } = await heard('/deploy advance', { rollouts: [waiting, elsewhere] });
    expect(text).toBe(
      'Which rollout? These can be meant: api-gateway prod. Say it like this: /deploy advance SERVICE ENV',
    );
    const { text: none } = await heard('/deploy advance', { rollouts: [elsewhere] });
    expect(none).toContain('There is no rollout that this can be said to now.');
  });
});

describe('what cannot be read is refused with what to do next', () => {
  test.for([
    ['/deploy api-gatway prod', 'I know no service api-gatway. Did you mean api-gateway?'],
    ['/deploy api-gateway v2.1.0 prdo', 'I know no environment prdo. Did you mean prod?'],
    ['/deploy api-gateway', 'Which environment? I never guess it. One of staging, prod.'],
    ['/deploy oracle-ws prod', 'There is no oracle-ws in prod. It is deployed to staging.'],
    ['/deploy api-gateway prod v1 v2', 'I do not know the word v2 here.'],
    ['/deploy <!channel> prod', 'I cannot read &lt;!channel&gt;'],
    ['/rollback api-gateway prod nwo', 'Did you mean now? Say it like this: /rollback SERVICE'],
  ])('%s', async ([line = '', words]) => {
    const { text, asked } = await heard(line);
    expect(text).toContain(words);
    expect(asked).toEqual([]);
  });
});

describe('the same words', () => {
  const twice = async (first: Parameters<typeof typed>, second: Parameters<typeof typed>) => {
    const { world, asked } = fakeWorld();
    await say(typed(...first), world);
    const answer = await say(typed(...second), world);
    return { asked, text: answer.kind === 'ephemeral' ? answer.content.text : '' };
  };
  const atMs = typed('').atMs;

  test('by the same person within the minute are one request, however they are spelt', async () => {
    const { asked, text } = await twice(
      ['/deploy api-gateway v2 prod'],
      ['/deploy \u201cGW\u201d  v2 to PROD', { transportId: 't2', atMs: atMs + 59_000 }],
    );
    expect(asked).toHaveLength(1);
    expect(text).toBe('You have already asked for this, and it is done once only. See the rollout in <#C0PROD>.');
    expect(asked[0]?.key).toMatch(/^[0-9a-f]{64}$/);
  });

  test.for<readonly [string, Parameters<typeof typed>]>([
    ['a minute later', ['/deploy api-gateway v2 prod', { atMs: atMs + 60_000 }]],
    ['by somebody else', ['/deploy api-gateway v2 prod', { userId: 'U0BO' }]],
    ['with another tag', ['/deploy api-gateway V2 prod']],
    ['with another reason', ['/deploy api-gateway v2 prod because again']],
    ['as a plan only', ['/deploy plan api-gateway v2 prod']],
  ])('%s are another request', async ([, second]) => {
    const { asked } = await twice(['/deploy api-gateway v2 prod'], second);
    expect(asked).toHaveLength(2);
  });
});

describe('while Redis is away nothing is half taken', () => {
  const LINES = [
    '/deploy api-gateway prod',
    '/deploy pause api-gateway prod',
    '/deploy unfreeze gw prod',
    '/deploy status',
  ];

  test.for(LINES)('%s', async (line) => {
    const { text, asked } = await heard(line, { away: 'everything' }, { userId: 'U0BO' });
    expect(text).toContain('Not taken:');
    expect(text).toContain('Try again');
    expect(asked).toEqual([]);
  });

  test.for(['everything', 'requests'] as const)(
    'a rollback is answered with what works without us (%s)',
    async (away) => {
      const { text } = await heard('/rollback api-gateway prod now', { away });
      expect(text).toContain('npm run slipway -- rollback api-gateway prod');
      expect(text).toContain(
        'gcloud run services update-traffic api-gateway --to-revisions=REVISION=100 --project=acme-prod --region=europe-west1',
      );
    },
  );

  test('in the middle of a request nobody is told that nothing was started', async () => {
    const { text } = await heard('/deploy api-gateway prod', { away: 'inTheMiddle' });
    expect(text).toMatch(/^Perhaps taken: .*See in a minute what came of it before you ask again: \/deploy status/);
    const back = await heard('/rollback api-gateway prod now', { away: 'inTheMiddle' });
    expect(back.text).toContain('Perhaps taken:');
    expect(back.text).toContain('npm run slipway -- rollback api-gateway prod');
  });

  test('help is still given', async () => {
    expect((await heard('/deploy help', { away: 'everything' })).text).toContain('You can say deploy, plan, status');
  });
});

describe('status', () => {
  const freeze = { reason: 'errors', by: 'U0IRA', sinceMs: 0, rolloutId: null };
  const ended = { ...ROLLOUTS.rolledBack, service: 'web-portal' };

  test('shows live rollouts, freezes and what has ended', async () => {
    const of = { rollouts: [waiting, ended], freezes: { 'web-portal prod': freeze } };
    const { text } = await heard('/deploy status', of);
    expect(text).toContain('1 live rollout. api-gateway in prod: Canary 5 %');
    expect(text).toContain('web-portal in prod is frozen.');
  });

  test('of one service leaves the others out', async () => {
    const of = { rollouts: [waiting, ended], freezes: { 'web-portal prod': freeze } };
    expect((await heard('/deploy status web-portal', of)).text).toBe(
      'No rollout is live. web-portal in prod is frozen.',
    );
    expect((await heard('/deploy status staging', of)).text).toBe('No rollout is live.');
  });

  test('leaves out plans that nobody confirmed', async () => {
    const { world } = fakeWorld({ rollouts: [ended, { ...ROLLOUTS.aborted, fence: 0 }] });
    const answer = await say(typed('/deploy status'), world);
    const shown = JSON.stringify(answer);
    expect([shown.includes('web-portal'), shown.includes('api-gateway')]).toEqual([true, false]);
  });

  test('is for everybody of an empty catalog too', async () => {
    const of = { catalog: { ...catalog, services: [], environments: [] } };
    expect((await heard('/deploy status', of)).text).toBe('No rollout is live.');
  });
});
