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
      `line-${baking.id}-7-recovered-1`,
      `card-${baking.id}`,
      `line-${baking.id}-7-phaseBegan-1`,
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
});
