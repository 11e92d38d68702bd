import { stringify } from 'yaml';
import { exampleChannels, exampleUserGroups } from '../../sandbox/slack/example-workspace.ts';
import type { Catalog } from '../../src/core/catalog.ts';

/** Requests per second to each service: enough for a bad image to be seen within a phase, little enough for two cores. */
export const REQUESTS_PER_SECOND = 20;

const deployers = { groups: [exampleUserGroups.engineers] };
const approvers = { groups: [exampleUserGroups.approvers] };
const commanders = { groups: [exampleUserGroups.commanders] };
const region = 'europe-west1';

const ENVIRONMENTS = {
  staging: { project: 'acme-staging', region, channel: exampleChannels.incidentsStaging, deployers, commanders },
  prod: {
    ...{ project: 'acme-prod', region, channel: exampleChannels.incidentsProd, separateDuty: true },
    ...{ deployers, approvers, commanders },
  },
};

type Advance = 'press' | 'auto';
const phases = (advance: Advance, ...percents: number[]) =>
  percents.map((percent) => ({ percent, bake: '3s', advance, criteria: { minRequests: 2, mustExclude: '78%' } }));

/** Each way there is to bring a new revision to its users, in one environment or both. */
const SERVICES = {
  checkout: { environments: ['staging', 'prod'], phases: phases('press', 10, 50, 100) },
  search: { environments: ['prod'], phases: phases('press', 5, 25, 50, 100) },
  pages: { environments: ['staging', 'prod'], phases: phases('auto', 20, 60, 100) },
  office: { environments: ['prod'], strategy: 'blue-green', phases: phases('press', 100) },
  mailer: { environments: ['staging'], strategy: 'replace', phases: phases('press', 100) },
  ledger: { environments: ['prod'], singleWriter: true, phases: phases('press', 100) },
};

export function chaosCatalog(): string {
  const services = Object.entries(SERVICES).map(([name, rest]) => {
    const image = `europe-west1-docker.pkg.dev/acme/apps/${name}`;
    return [name, { ...rest, image, warmUp: '500ms', verify: { timeout: '10s' } }] as const;
  });
  const timing = { lookEvery: '1s', readyTimeout: '60s', stopGrace: '1s', window: '500ms' };
  return stringify({ environments: ENVIRONMENTS, services: Object.fromEntries(services), timing });
}

/** A service in an environment, where one rollout runs at a time. */
export type Place = {
  readonly service: string;
  readonly env: string;
  /** Slack channel of its cards. */
  readonly channel: string;
  /** Full resource name, as Cloud Run's journal knows it. */
  readonly name: string;
  /** Image repository, without tag or digest. */
  readonly image: string;
  /** The canary's shares in the order of the plan; everything at once for the strategies without shares. */
  readonly percents: readonly number[];
};

export function placesOf(catalog: Catalog, nameOf: (service: string, env: string) => string): readonly Place[] {
  return catalog.services.flatMap(({ name, environments, image, strategy, phases: steps }) =>
    environments.map((env) => ({
      service: name,
      env,
      channel: catalog.environments.find((one) => one.name === env)?.channel ?? '',
      name: nameOf(name, env),
      image,
      percents: strategy === 'canary' ? steps.map(({ percent }) => percent) : [100],
    })),
  );
}
