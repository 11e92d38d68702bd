import { describe, expect, it } from 'vitest';
import { PERMALINK } from '../../src/core/outgoing.ts';
import * as answered from '../../src/messages/answered.ts';
import { expectGolden } from './golden.ts';
import { ROLLOUTS } from './rollouts.ts';

const ANSWERS = {
  started: answered.started(ROLLOUTS.deploying),
  advanced: answered.advanced(ROLLOUTS.shifting, 25),
  paused: answered.paused(ROLLOUTS.paused),
  resumed: answered.resumed(ROLLOUTS.baking),
  aborted: answered.aborted(ROLLOUTS.aborted),
  'aborted-with-traffic': answered.aborted({ ...ROLLOUTS.rollingBack, endsAs: 'aborted' }),
  'rolling-back': answered.rollingBack(ROLLOUTS.rollingBack),
};

/** Sent directly, where nobody puts a link in. */
const PLAIN = {
  'already-done': answered.alreadyDone(ROLLOUTS.shifting),
  finished: answered.finished(ROLLOUTS.succeeded),
};

describe('short answers to one person', () => {
  it.each(Object.entries(PLAIN))('%s holds no place for a link', async (name, content) => {
    expect(content.text).not.toContain(PERMALINK);
    await expectGolden(`answered-${name}`, content);
  });

  it.each(Object.entries(ANSWERS))('%s points at the card', async (name, content) => {
    expect(content.text).toContain(PERMALINK);
    await expectGolden(`answered-${name}`, content);
  });

  it('unfrozen', async () => {
    await expectGolden('answered-unfrozen', answered.unfrozen({ service: 'api-gateway', env: 'prod' }, null));
    await expectGolden(
      'answered-unfrozen-with-a-plan-waiting',
      answered.unfrozen({ service: 'api-gateway', env: 'prod' }, ROLLOUTS.queued),
    );
  });
});
