import { describe, expect, it } from 'vitest';
import type { RolloutEvent } from '../../src/core/event.ts';
import { queueNotices } from '../../src/messages/queue-notices.ts';
import { stoppedWaiting, superseded, superseding, waitingFor } from '../../src/messages/superseding.ts';
import { expectGolden } from './golden.ts';
import { ROLLOUTS } from './rollouts.ts';

const { queued } = ROLLOUTS;
const live = { ...ROLLOUTS.baking, id: '55aa55aa55', requestedBy: 'U0BO', image: { ...queued.image, tag: 'v2.0.9' } };

const NOTICES: Readonly<Record<string, RolloutEvent>> = {
  held: { kind: 'held', because: 'it is frozen, 5xx 5.2 % (214 of 4,100), limit 1 %' },
  'not-started': {
    kind: 'notStarted',
    because: 'api-gateway-r55aa55aa55 serves now, the plan was made on api-gateway-r99887766aa',
    nextStep: 'Show Plan makes the plan anew.',
  },
};

describe('what the channel is told of a plan that waits', () => {
  it.each(Object.entries(NOTICES))('%s', async (name, event) => {
    const [notice, ...others] = queueNotices(queued, event, 4);
    expect(others).toEqual([]);
    await expectGolden(`queue-${name}`, notice ? { text: notice.text, blocks: notice.blocks } : null);
  });

  it('calls whoever asked, once', () => {
    for (const event of Object.values(NOTICES)) {
      expect(JSON.stringify(queueNotices(queued, event, 4)[0]?.blocks).match(/<@U0ANA>/g)).toHaveLength(1);
    }
  });
});

describe('answers around a rollout that is in the way', () => {
  it.each(
    Object.entries({
      superseding: superseding(queued, live),
      waiting: waitingFor(queued, live),
      'stopped-waiting': stoppedWaiting(queued),
      superseded: superseded(live, queued),
    }),
  )('%s', async (name, content) => {
    await expectGolden(`queue-${name}`, content);
  });
});
