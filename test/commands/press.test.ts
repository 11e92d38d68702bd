import { describe, expect, test } from 'vitest';
import { press } from '../../commands/press.ts';
import { BUTTONS, FORM_BUTTON, gateValue, LINK_BUTTON, planValue, unfreezeValue } from '../../src/core/button.ts';
import type { Request } from '../../src/core/request.ts';
import { fakeWorld, pressing } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const { waiting } = ROLLOUTS;
const HASH = 'ab'.repeat(32);
const gate = gateValue(waiting.id, waiting.gate);
const plan = planValue(waiting.id, HASH);
const rollout = { by: 'button', rolloutId: waiting.id, gate: waiting.gate } as const;

async function pressed(press_: Parameters<typeof pressing>, of: Parameters<typeof fakeWorld>[0] = {}) {
  const { world, asked } = fakeWorld({ rollouts: [waiting], ...of });
  const answer = await press(pressing(...press_), world);
  return { text: answer.kind === 'ephemeral' ? answer.content.text : '', asked };
}

describe('a press becomes one request', () => {
  test.for<readonly [string, string, string, Request]>([
    ['U0ANA', 'confirm_plan', plan, { kind: 'confirm', of: 'deploy', rolloutId: waiting.id, planHash: HASH }],
    ['U0IRA', 'roll_back_now', plan, { kind: 'confirm', of: 'rollback', rolloutId: waiting.id, planHash: HASH }],
    ['U0BO', 'advance', gate, { kind: 'advance', rollout }],
    ['U0ANA', 'pause', gate, { kind: 'pause', rollout, because: null }],
    ['U0IRA', 'resume', gate, { kind: 'resume', rollout, because: null }],
    ['U0IRA', 'abort', gate, { kind: 'abort', rollout, because: null }],
    ['U0IRA', 'roll_back', gate, { kind: 'rollback', rollout, toRevision: null, now: true, because: null }],
    [
      'U0BO',
      'unfreeze',
      unfreezeValue('api-gateway', 'prod'),
      { kind: 'unfreeze', service: 'api-gateway', env: 'prod' },
    ],
  ])('%s presses %s', async ([userId, actionId, value, request]) => {
    const { text, asked } = await pressed([actionId, value, { userId }]);
    expect(asked).toMatchObject([{ request, userId }]);
    expect(text).not.toBe('');
  });

  test('also for a rollout that only the worker still knows', async () => {
    const { asked } = await pressed(['advance', gateValue('ffffffffff', 1)]);
    expect(asked).toMatchObject([{ request: { kind: 'advance', rollout: { rolloutId: 'ffffffffff' } } }]);
  });
});

describe('who may never is refused at the press', () => {
  test.for([gate, gateValue('ffffffffff', 1)])('a bot presses %s', async (value) => {
    const { text, asked } = await pressed(['advance', value, { userId: 'U0BOT' }], { strangers: { U0BOT: 'bot' } });
    expect(text).toContain('Bots and workflows cannot use Slipway.');
    expect(asked).toEqual([]);
  });

  test('rights are left to the worker: somebody may just have been given them', async () => {
    const { asked } = await pressed(['roll_back', gate, { userId: 'U0EVE' }]);
    expect(asked).toHaveLength(1);
  });
});

describe('a button that is none of ours', () => {
  test.for([
    ['launch_missiles', gate],
    ['constructor', gate],
    ['advance', ''],
    ['advance', '/deploy api-gateway prod'],
    ['advance', plan],
    ['advance', `${gate}\n`],
    ['roll_back', `${gate}.1`],
    ['confirm_plan', gate],
    ['unfreeze', 'api-gateway'],
    ['unfreeze', 'billing.prod'],
    ['unfreeze', 'api-gateway.moon'],
  ])('%s with %j', async ([actionId = '', value = '']) => {
    const { text, asked } = await pressed([actionId, value, { userId: 'U0BO' }]);
    expect(text).toContain('I do not know this button');
    expect(asked).toEqual([]);
  });
});

describe('two presses', () => {
  const both = async (first: Parameters<typeof pressing>, second: Parameters<typeof pressing>) => {
    const { world, asked } = fakeWorld({ rollouts: [waiting] });
    await press(pressing(...first), world);
    const answer = await press(pressing(...second), world);
    return { asked, text: answer.kind === 'ephemeral' ? answer.content.text : '' };
  };
  const { atMs } = pressing('', '');

  test('of one double click are one request', async () => {
    const { asked, text } = await both(
      ['advance', gate, { userId: 'U0BO' }],
      ['advance', gate, { userId: 'U0BO', transportId: 't2', atMs: atMs + 300 }],
    );
    expect(asked).toHaveLength(1);
    expect(text).toContain('You have already asked for this');
  });

  test.for<readonly [string, Parameters<typeof pressing>]>([
    ['of two people', ['abort', gate, { userId: 'U0IRA' }]],
    ['of two buttons', ['pause', gate]],
    ['of two gates', ['abort', gateValue(waiting.id, waiting.gate + 1)]],
    ['some time apart', ['abort', gate, { atMs: atMs + 5_000 }]],
  ])('%s are two requests', async ([, second]) => {
    const { asked } = await both(['abort', gate], second);
    expect(asked).toHaveLength(2);
  });
});

test('a link drawn as a button has led where it leads, and asks for nothing', async () => {
  const { text, asked } = await pressed([LINK_BUTTON, '']);
  expect([text, asked]).toEqual(['', []]);
});

test('the button of a form opens the form, and asks for nothing yet', async () => {
  const { world, asked } = fakeWorld();
  const answer = await press(pressing(FORM_BUTTON, '', { triggerId: '1.2.trigger' }), world);
  expect([answer.kind, asked]).toEqual(['opened', []]);
});

describe('while Redis is away', () => {
  test.for(BUTTONS)('%s is not taken, and says so', async (actionId) => {
    const value = {
      confirm_plan: plan,
      supersede: plan,
      wait_for_it: plan,
      roll_back_now: plan,
      unfreeze: unfreezeValue('api-gateway', 'prod'),
    };
    const { text } = await pressed([actionId, actionId in value ? value[actionId as keyof typeof value] : gate], {
      away: 'everything',
    });
    expect(text).toContain('Not taken:');
    expect(text.includes('npm run slipway -- rollback')).toBe(actionId.startsWith('roll_back'));
  });
});
