import { describe, expect, test } from 'vitest';
import type { Environment, Service } from '../../src/core/catalog.ts';
import { fingerprint, type Proposal, phasesOf, revisionName } from '../../src/core/plan.ts';
import { aService, prod } from '../fakes/catalog.ts';
import { PHASES } from '../messages/rollouts.ts';

const service = aService('api-gateway', { phases: PHASES });
const stable = { revision: 'api-gateway-00001', image: 'us-docker.pkg.dev/acme/apps/api-gateway@sha256:bb' };
const proposal: Proposal = {
  service,
  env: prod,
  image: { repository: service.image, tag: 'v2.1.0', digest: 'sha256:aa' },
  stable,
  requestedBy: 'U0ANA',
  because: 'fixes checkout',
  checklist: ['All tests pass in CI'],
};
const [first, ...others] = PHASES;
if (!first) throw new Error('the example has no phases');
const { criteria } = first;
const withService = (change: Partial<Service>): Proposal => ({ ...proposal, service: { ...service, ...change } });
const withEnv = (change: Partial<Environment>): Proposal => ({ ...proposal, env: { ...prod, ...change } });
const withPhase = (change: object): Proposal => withService({ phases: [{ ...first, ...change }, ...others] });
const withCriteria = (change: object): Proposal => withPhase({ criteria: { ...criteria, ...change } });

describe('a plan is another plan', () => {
  test.for<readonly [string, Proposal]>([
    ['for another service', withService({ name: 'web-portal' })],
    ['in another environment', withEnv({ name: 'staging' })],
    ['in another project', withEnv({ project: 'acme-new' })],
    ['in another region', withEnv({ region: 'us-central1' })],
    ['told in another channel', withEnv({ channel: 'C0NEW' })],
    ['with other approvers', withEnv({ approvers: { users: ['U0BO'], groups: [] } })],
    ['with other groups of approvers', withEnv({ approvers: { users: [], groups: ['S0OTHERS'] } })],
    ['for clients that stick to their revision', withService({ sessionAffinity: true })],
    ['with another digest', { ...proposal, image: { ...proposal.image, digest: 'sha256:ab' } }],
    ['from another repository', { ...proposal, image: { ...proposal.image, repository: 'elsewhere/api-gateway' } }],
    ['on another stable revision', { ...proposal, stable: { ...stable, revision: 'api-gateway-00002' } }],
    ['on another stable image', { ...proposal, stable: { ...stable, image: 'x' } }],
    ['where nothing served before', { ...proposal, stable: null }],
    ['by another person', { ...proposal, requestedBy: 'U0BO' }],
    ['for another reason', { ...proposal, because: null }],
    ['with another sentence to answer for', { ...proposal, checklist: ['The on-call engineer knows'] }],
    ['by another strategy', withService({ strategy: 'replace' })],
    ['by a switch', withService({ strategy: 'blue-green' })],
    ['as a single writer', withService({ singleWriter: true })],
    ['with another share', withPhase({ percent: 10 })],
    ['with another time', withPhase({ bakeMs: 1 })],
    ['with another way on', withPhase({ advance: 'auto' })],
    ['with a phase less', withService({ phases: others })],
    ['with another limit on errors', withCriteria({ maxErrorShare: 0.5 })],
    ['with another limit of slowness', withCriteria({ slowOverMs: 1 })],
    ['with another share of slow ones', withCriteria({ maxSlowShare: 0.5 })],
    ['with another minimum', withCriteria({ minRequests: 1 })],
    ['with another health path', withService({ verify: { ...service.verify, healthPath: '/z' } })],
    ['with another version path', withService({ verify: { ...service.verify, versionPath: null } })],
  ])('%s', ([, other]) => {
    expect(fingerprint(other)).not.toBe(fingerprint(proposal));
  });

  test('but not when only the tag that was typed differs: the digest is what is deployed', () => {
    expect(fingerprint({ ...proposal, image: { ...proposal.image, tag: 'latest' } })).toBe(fingerprint(proposal));
  });

  test('nor when others may deploy, while the approvers are the same: the plan does not show them', () => {
    expect(fingerprint(withEnv({ deployers: { users: ['U0BO'], groups: [] } }))).toBe(fingerprint(proposal));
  });

  test('and not by the order in which its parts were written down', () => {
    const shuffled: Proposal = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(proposal).toReversed())));
    expect(fingerprint(shuffled)).toBe(fingerprint(proposal));
  });
});

describe('the phases of a service', () => {
  test('are its own for a canary', () => {
    expect(phasesOf(service)).toEqual(PHASES);
  });

  const atEnd = PHASES.slice(3);

  test('are the bake at 100 % alone where it is replaced', () => {
    expect(phasesOf({ ...service, strategy: 'replace' })).toEqual(atEnd);
  });

  test('are for blue-green a phase without users and without time, left by a press, and the bake at 100 %', () => {
    const preview = { percent: 0, bakeMs: 0, advance: 'press', criteria };
    expect(phasesOf({ ...service, strategy: 'blue-green' })).toEqual([preview, ...atEnd]);
  });
});

describe("a revision's name", () => {
  test.for([
    ['is made of service and rollout', 'api-gateway', 'api-gateway-r0a1b2c3d4e'],
    ['stays within 63 characters', 's'.repeat(63), `${'s'.repeat(51)}-r0a1b2c3d4e`],
  ] as const)('%s', ([, name, expected]) => {
    expect(revisionName(name, '0a1b2c3d4e')).toBe(expected);
    expect(expected.length).toBeLessThanOrEqual(63);
  });
});
