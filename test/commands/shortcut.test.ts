import { describe, expect, test } from 'vitest';
import { shortcut } from '../../commands/shortcut.ts';
import { aShowing } from '../fakes/showing.ts';
import { fakeWorld, NOW_MS } from '../fakes/world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { fieldsIn, lastView } from './form-hands.ts';

const showing = aShowing(NOW_MS);

describe('a shortcut', () => {
  const used = { userId: 'U0ANA', triggerId: '1.2.3', responseUrl: null, message: null };
  const onCard = { channel: 'C0PROD', threadTs: '17.0' };
  const open = async (change: object, of: Parameters<typeof fakeWorld>[0] = {}) => {
    const fake = fakeWorld({ showing, ...of });
    const answer = await shortcut({ ...used, callbackId: 'deploy_service', ...change }, fake.world);
    if (answer.kind === 'opened') await answer.fill();
    return { ...fake, answer };
  };

  test('“Deploy a service” opens the form of a deploy', async () => {
    expect(fieldsIn(lastView(await open({})))).toEqual({ service: null, reason: null });
  });

  test('“Roll back this deploy” has the rollout of the message chosen', async () => {
    const threads = { 'C0PROD 17.0': ROLLOUTS.baking.id };
    const of = { rollouts: [ROLLOUTS.baking], threads };
    const fake = await open({ callbackId: 'roll_back_deploy', message: onCard }, of);
    expect(fieldsIn(lastView(fake))).toMatchObject({ service: 'api-gateway', 'env:api-gateway': 'prod' });
  });

  test('on any other message asks for the place', async () => {
    const fake = await open({ callbackId: 'roll_back_deploy', message: onCard });
    expect(fieldsIn(lastView(fake))).toEqual({ service: null, reason: null });
  });

  test('that we do not know is refused', async () => {
    expect((await open({ callbackId: 'of_last_year' })).answer.kind).toBe('ephemeral');
  });
});
