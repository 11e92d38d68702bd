import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { type HomeFacts, home, strangersHome, unreachableHome } from '../../src/messages/home.ts';
import { refused } from '../../src/messages/refused.ts';
import { taken } from '../../src/messages/taken.ts';
import { checkHome } from '../../src/slack/home-limits.ts';
import { catalog } from '../fakes/catalog.ts';
import { at, ROLLOUTS } from './rollouts.ts';

const link = (rollout: Rollout) => [rollout.id, `https://acme.slack.com/archives/${rollout.channel}/p1700000000000100`];
const linksOf = (...rollouts: readonly Rollout[]) => new Map(rollouts.map((one) => [one.id, link(one)[1] ?? '']));
const { waiting, baking, paused, stuck, succeeded, rolledBack, aborted, failed } = ROLLOUTS;
const freeze = { reason: 'rolled back: 5xx <at> 4 % & rising', by: null, sinceMs: at(3), rolloutId: rolledBack.id };
const frozen = { service: 'api-gateway', env: 'staging', freeze, mayUnfreeze: true };
const others = [
  { ...baking, id: '1111111111', service: 'web-portal' },
  { ...paused, id: '2222222222', service: 'oracle-ws', env: 'staging', channel: 'C0STAGING' },
] as const;
const ended = [succeeded, rolledBack, aborted, failed].map((one, index) => ({ ...one, id: `${index}`.repeat(10) }));

const quiet: HomeFacts = {
  standing: 'member',
  waiting: [],
  live: [],
  queued: [],
  frozen: [],
  ended: [],
  links: new Map(),
  note: null,
  nowMs: at(120),
};
const busy: HomeFacts = {
  ...quiet,
  waiting: [waiting],
  live: others,
  queued: [ROLLOUTS.queued],
  frozen: [frozen],
  ended,
  links: linksOf(waiting, ...others, ...ended),
};

describe('a Home, as Slack takes it', () => {
  test.for<readonly [string, HomeFacts]>([
    ['quiet', quiet],
    ['approver', busy],
    // Whoever may press none of it sees the same rollouts, without a gate and without Unfreeze.
    ['engineer', { ...busy, waiting: [], live: [waiting, ...others], frozen: [{ ...frozen, mayUnfreeze: false }] }],
    ['guest', { ...busy, standing: 'guest', waiting: [], frozen: [{ ...frozen, mayUnfreeze: false }] }],
    ['stuck', { ...quiet, waiting: [stuck], links: linksOf(stuck) }],
    ['card-not-posted', { ...busy, links: new Map() }],
    ['after-unfreeze', { ...quiet, note: taken({ kind: 'unfreeze', service: 'api-gateway', env: 'prod' }, catalog) }],
    ['refused-unfreeze', { ...busy, note: refused({ kind: 'notFrozen', service: 'api-gateway', env: 'staging' }) }],
  ])('%s', async ([name, facts]) => {
    await expectGoldenHome(`home-${name}`, home(facts));
  });

  test('for somebody who may not read', async () => {
    await expectGoldenHome('home-stranger', strangersHome());
  });

  test('while nothing can be read', async () => {
    await expectGoldenHome('home-unreachable', unreachableHome(at(0)));
  });
});

test('of sixty services all at once it shows what fits and how many more there are', () => {
  const many = <Of extends object>(of: Of) =>
    Array.from({ length: 60 }, (_, index) => ({
      ...of,
      id: `${index}`.padStart(10, '0'),
      service: `service-${index}`,
    }));
  const everything = { ...busy, waiting: many(waiting), live: many(baking), frozen: many(frozen), note: busy.note };
  const shown = home({ ...everything, note: refused({ kind: 'unknownButton' }) });
  expect(checkHome({ type: 'home', ...shown })).toEqual([]);
  const text = JSON.stringify(shown);
  for (const more of ['… and 40 more', '… and 30 more']) expect(text).toContain(more);
});

test('a plan that was asked for here stands whole, whatever else there is', () => {
  const plan = { text: 'The plan.', blocks: Array.from({ length: 12 }, () => ({ type: 'divider' })) };
  const many = Array.from({ length: 60 }, (_, index) => ({ ...frozen, service: `service-${index}` }));
  const live = Array.from({ length: 60 }, () => waiting);
  const shown = home({ ...busy, waiting: live, live, frozen: many, note: plan });
  expect(checkHome({ type: 'home', ...shown })).toEqual([]);
  expect(shown.blocks.slice(0, 12)).toEqual(plan.blocks);
  expect(JSON.stringify(shown.blocks.slice(-4))).toContain('Deploy…');
});

test('rows of the longest words of others stay within a block', () => {
  const longest = { ...paused, reason: { who: 'U0ANA', text: '<!channel> & '.repeat(300) } };
  const shown = home({ ...busy, live: [longest], links: linksOf(longest) });
  expect(checkHome({ type: 'home', ...shown })).toEqual([]);
  expect(JSON.stringify(shown)).not.toContain('<!channel>');
});

test('only members see buttons that do something, and nobody sees one that decides about a rollout', () => {
  const actionsIn = (facts: HomeFacts) =>
    [...JSON.stringify(home(facts)).matchAll(/"action_id":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(actionsIn(busy))).toEqual(new Set(['open_card', 'unfreeze', 'open_deploy_form']));
  const guest = { ...busy, standing: 'guest', frozen: [{ ...frozen, mayUnfreeze: false }] } as const;
  expect(new Set(actionsIn(guest))).toEqual(new Set(['open_card']));
});

async function expectGoldenHome(name: string, content: { readonly blocks: readonly object[] }): Promise<void> {
  expect(checkHome({ type: 'home', ...content })).toEqual([]);
  await expect(`${JSON.stringify(content, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}
