import { describe, expect, it } from 'vitest';
import { channelBlocked } from '../../src/messages/channel-blocked.ts';
import { freezeLifted } from '../../src/messages/freeze-lifted.ts';
import { expectGolden } from './golden.ts';
import { ROLLOUTS, T0 } from './rollouts.ts';

const channel = 'C0INCIDENT';
const at = { service: 'api-gateway', env: 'prod' };

describe('whoever asked for a rollout is told alone why its channel hears nothing', () => {
  it.each(['not_in_channel', 'is_archived', 'is_shared', 'channel_not_found', 'restricted_action'])(
    '%s',
    async (because) => {
      await expectGolden(`blocked-${because}`, channelBlocked(ROLLOUTS.baking, { channel, because }));
    },
  );
});

describe('that a freeze was lifted is told', () => {
  const freeze = { reason: '5xx 5.2 % (214 of 4,100), limit 1 %', by: null, sinceMs: T0, rolloutId: '0a1b2c3d4e' };

  it('in the thread of the rollout that froze', async () => {
    const { text, blocks, ...place } = freezeLifted({ ...at, freeze, by: 'U0BO' }, channel);
    expect(place).toMatchObject({ op: 'post', threadKey: 'card-0a1b2c3d4e', channel, broadcast: false });
    await expectGolden('freeze-lifted', { text, blocks });
  });

  it('in the channel where no rollout did', () => {
    const word = freezeLifted({ ...at, freeze: { ...freeze, rolloutId: null }, by: 'U0BO' }, channel);
    expect(word).toMatchObject({ threadKey: null, key: 'unfrozen-api-gateway-prod' });
  });

  it('once for each freeze: the next one has a word of its own', () => {
    const later = { ...freeze, sinceMs: T0 + 1 };
    const oids = [freeze, later].map((one) => freezeLifted({ ...at, freeze: one, by: 'U0BO' }, channel).oid);
    expect(new Set(oids).size).toBe(2);
  });
});
