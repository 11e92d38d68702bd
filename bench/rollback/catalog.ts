import { stringify } from 'yaml';
import { exampleChannels, exampleUserGroups, exampleUsers } from '../../sandbox/slack/example-workspace.ts';

const ENVIRONMENT = {
  project: 'acme-prod',
  region: 'europe-west1',
  channel: exampleChannels.incidentsProd,
  deployers: { groups: [exampleUserGroups.engineers] },
  commanders: { users: [exampleUsers.ira] },
};

/** Many small steps that need no press: with this many services some rollout shifts at every moment. */
const PHASES = Array.from({ length: 19 }, (_, index) => ({
  percent: 10 + index * 5,
  bake: '1s',
  advance: 'auto',
  criteria: { minRequests: 1, mustExclude: '96%' },
}));

/** A catalog of `count` like services in prod, whose rollouts advance by themselves every few seconds. */
export function crowdedCatalog(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `bench-${String(index + 1).padStart(2, '0')}`);
  const service = (name: string) => ({
    environments: ['prod'],
    image: `europe-west1-docker.pkg.dev/acme/apps/${name}`,
    phases: PHASES,
    warmUp: '200ms',
    verify: { timeout: '20s' },
  });
  return stringify({
    environments: { prod: ENVIRONMENT },
    services: Object.fromEntries(names.map((name) => [name, service(name)])),
    timing: { lookEvery: '1s', readyTimeout: '60s', stopGrace: '1s', window: '500ms' },
  });
}
