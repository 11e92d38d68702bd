import { describe, expect, test } from 'vitest';
import { tellChange } from '../../src/messages/tell-change.ts';
import { ROLLOUTS } from './rollouts.ts';

const { baking, queued, deploying } = ROLLOUTS;
const recovered = { kind: 'recovered' } as const;
const looked = { kind: 'looked' } as const;
const opsOf = (messages: ReturnType<typeof tellChange>) => messages.map(({ op }) => op);

describe('of a change Slack is told', () => {
  test('that trouble is over before what came after it', () => {
    const events = [recovered, { kind: 'phaseBegan', percent: 5 }] as const;
    const told = tellChange({ before: { ...baking, trouble: 'away' }, after: baking, events }, 7);
    expect(told.map(({ key }) => key)).toEqual([
      `card-${baking.id}`,
      `line-${baking.id}-7-recovered`,
      `card-${baking.id}`,
      `line-${baking.id}-7-phaseBegan`,
    ]);
  });

  test('nothing of a trouble that ends while a plan waits, because nothing was told of it', () => {
    const before = { ...queued, trouble: 'away' };
    expect(tellChange({ before, after: deploying, events: [recovered] }, 7)).toEqual([]);
  });

  test('nothing of a look after which the card is the same, and the card anew where it is not', () => {
    expect(tellChange({ before: baking, after: { ...baking, settled: ['k1'] }, events: [looked] }, 7)).toEqual([]);
    expect(opsOf(tellChange({ before: baking, after: { ...baking, verdict: null }, events: [looked] }, 7))).toEqual([
      'edit',
    ]);
  });

  test('a second reason to hold a plan in the place of the first, without calling anybody again', () => {
    const before = { ...queued, held: 'it is frozen' };
    const after = { ...queued, held: 'the traffic is split' };
    const told = tellChange({ before, after, events: [{ kind: 'held', because: after.held }] }, 7);
    expect(told).toMatchObject([{ op: 'edit', key: `queue-${queued.id}-held` }]);
    expect(told[0]?.text).toContain('the traffic is split');
    const first = tellChange({ before: queued, after: before, events: [{ kind: 'held', because: before.held }] }, 6);
    expect(first).toMatchObject([{ op: 'post', key: `queue-${queued.id}-held` }]);
  });

  test.each([
    ['started', deploying, { kind: 'started', by: 'U0ANA' }, 'it started by itself'],
    ['was replaced', ROLLOUTS.aborted, { kind: 'leftQueue', reason: null }, 'it was not started'],
  ] as const)(
    'that a held plan waits no longer when it %s, and no button is left to stop it',
    (_, after, event, how) => {
      const before = { ...queued, held: 'it is frozen' };
      const [notice] = tellChange({ before, after: { ...after, id: queued.id }, events: [event] }, 7);
      expect(notice).toMatchObject({ op: 'edit', key: `queue-${queued.id}-held` });
      expect(notice?.text).toContain(how);
      expect(JSON.stringify(notice?.blocks)).not.toContain('stop_waiting');
      const unheld = tellChange({ before: queued, after: { ...after, id: queued.id }, events: [event] }, 7);
      expect(unheld.filter(({ key }) => key.startsWith('queue-'))).toEqual([]);
    },
  );
});
