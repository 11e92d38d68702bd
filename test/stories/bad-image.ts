import { expect } from 'vitest';
import { behaviours } from '../../sandbox/google/registry/behaviour.ts';
import { shares } from './ledger.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** Images that users must not suffer from. */
export const badImage: readonly Story[] = [
  {
    title: 'an image that fails 5 % of its requests is rolled back by itself, with a summary and a freeze',
    at: 'api-gateway staging',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'errors-5pct');
      await stage.ends(card, 'Rolled back');
      expect(shares(stage.cloud.writes())).toEqual([0, 5, 0]);
      expect(stage.cloud.soleServer()).toBe(stable);
      await stage.threadSays(card, /Errors of api-gateway in staging/);
      await stage.hears('ana', /frozen/, () => stage.says('ana', '/deploy api-gateway v1.1.0 staging'));
      await stage.hears('ana', /no longer frozen/, () => stage.says('ana', '/deploy unfreeze api-gateway staging'));
      await stage.plans('ana', 'v1.2.0');
    },
  },
  {
    title: 'an image that answers slowly is rolled back for its latency',
    at: 'platform-service prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'slow');
      await stage.ends(card, 'Rolled back');
      await stage.threadSays(card, /slower than 500 ms/);
      expect(stage.cloud.soleServer()).toBe(stable);
    },
  },
  {
    title: 'an image that goes bad while Advance is offered is rolled back, and the button is gone',
    at: 'oracle-ws prod',
    tell: async (stage) => {
      stage.behaves('late', { ...behaviours.late, goodForMs: 3_600_000 });
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'late');
      const gate = await stage.asksToAdvance(card);
      stage.behaves('late', { ...behaviours.late, errorRate: 0.9, goodForMs: 0 });
      await stage.ends(card, 'Rolled back');
      expect(stage.buttons(card)).toEqual([]);
      expect(stage.cloud.soleServer()).toBe(stable);

      await stage.hears('bo', /is over: Rolled back/, () => stage.presses('bo', 'advance', card, gate));
      expect(shares(stage.cloud.writes())).toEqual([0, 5, 0]);
    },
  },
  {
    title: 'an image that fails its probes never gets users, and one that answers them is told so',
    at: 'commerce-service staging',
    tell: async (stage) => {
      const writesBefore = stage.cloud.writes().length;
      const card = await stage.deploys('ana', 'errors-100pct');
      await stage.ends(card, 'Failed');
      await stage.threadSays(card, /probes failed, the first because \/v1\/prices answers 50\d/);
      expect(shares(stage.cloud.writes().slice(writesBefore)).every((share) => share === 0)).toBe(true);

      const good = await stage.deploys('ana', 'v1.2.0');
      await stage.threadSays(good, /Probes:.* 10 of .*: none failed, so under 26 % /);
      await stage.cardSays(good, /Probes:/);
      await stage.asksToAdvance(good);
      await stage.says('ana', '/deploy abort commerce-service staging');
      await stage.ends(good, 'Aborted');
    },
  },
  {
    title: 'what an image does decides, not what it is called: swapped behaviours swap the outcomes',
    at: 'oracle-gateway staging',
    tell: async (stage) => {
      stage.registry.swapBehaviours(stage.digestOf('healthy'), stage.digestOf('errors-5pct'));
      const named = await stage.deploys('ana', 'healthy');
      await stage.ends(named, 'Rolled back');
      await stage.hears('ana', /no longer frozen/, () => stage.says('ana', '/deploy unfreeze oracle-gateway staging'));
      const other = await stage.deploys('ana', 'errors-5pct');
      await stage.advancesToTheEnd('dev', other);
      await stage.ends(other, 'Succeeded');
    },
  },
  neverServes('crash', 'that never becomes Ready', /HEALTH_CHECK_CONTAINER_ERROR/, /DATABASE_URL/),
  neverServes('missing', 'that does not exist in the registry', /CONTAINER_MISSING/),
  neverServes('sick', 'that is Ready but answers 503', /\/health answers 503/),
  neverServes('forbidden', 'that is Ready but answers 403', /\/health answers 403/),
  neverServes('wrong-version', 'that names another version', /names another version/),
];

/** It ends as failed, says why, and no user ever met it. */
function neverServes(tag: string, what: string, cause: RegExp, logs: RegExp = /./): Story {
  return {
    title: `an image ${what} gets no traffic, and the thread says why`,
    at: tag === 'crash' || tag === 'missing' ? 'platform-service prod' : 'platform-service staging',
    tell: async (stage: Stage) => {
      const before = stage.cloud.serving();
      const writesBefore = stage.cloud.writes().length;
      await unfrozen(stage);
      const card = await stage.deploys('ana', tag);
      await stage.ends(card, 'Failed');
      await stage.threadSays(card, cause);
      await stage.threadSays(card, logs);
      expect(shares(stage.cloud.writes().slice(writesBefore)).every((share) => share === 0)).toBe(true);
      expect(stage.cloud.serving()).toEqual(before);
    },
  };
}

/** A story before this one at the same place may have left a freeze. */
async function unfrozen(stage: Stage): Promise<void> {
  const who = stage.env === 'prod' ? 'bo' : 'ana';
  await stage.hears(who, /no longer frozen|no freeze/, () => stage.says(who, `/deploy unfreeze ${stage.at}`));
}
