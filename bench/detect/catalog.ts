import { stringify } from 'yaml';
import { exampleChannels, exampleUserGroups, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import type { Case } from './cases.ts';

const ENVIRONMENT = {
  project: 'acme-prod',
  region: 'europe-west1',
  channel: exampleChannels.incidentsProd,
  deployers: { groups: [exampleUserGroups.engineers] },
  commanders: { users: [exampleUsers.ira] },
};

/** Every setting that is not written is production's: a first phase of 5 %, the criteria, and 90 s of warm-up. */
export function detectCatalog(cases: readonly Case[], minutes: number): string {
  const service = (name: string) => ({
    environments: ['prod'],
    image: `europe-west1-docker.pkg.dev/acme/apps/${name}`,
    phases: [
      { percent: 5, bake: `${minutes}m`, advance: 'press' },
      { percent: 100, bake: '1h' },
    ],
  });
  return stringify({
    environments: { prod: ENVIRONMENT },
    services: Object.fromEntries(cases.map((one) => [one.service, service(one.service)])),
  });
}
