import type { Catalog, Environment, People, Service } from '../../src/core/catalog.ts';

const NOBODY: People = { users: [], groups: [] };

export const staging: Environment = {
  name: 'staging',
  aliases: ['stage'],
  project: 'acme-staging',
  region: 'europe-west1',
  channel: 'C0STAGING',
  promotesFrom: null,
  deployers: { users: [], groups: ['S0ENGINEERS'] },
  approvers: NOBODY,
  commanders: NOBODY,
  separateDuty: false,
  checklist: [],
};

export const prod: Environment = {
  name: 'prod',
  aliases: ['production', 'live'],
  project: 'acme-prod',
  region: 'europe-west1',
  channel: 'C0PROD',
  promotesFrom: 'staging',
  deployers: { users: [], groups: ['S0ENGINEERS'] },
  approvers: { users: [], groups: ['S0APPROVERS'] },
  commanders: { users: ['U0IRA'], groups: [] },
  separateDuty: true,
  checklist: ['All tests pass in CI', 'The on-call engineer knows'],
};

export function aService(name: string, change: Partial<Service> = {}): Service {
  return {
    name,
    aliases: [],
    environments: ['staging', 'prod'],
    image: `europe-west1-docker.pkg.dev/acme/apps/${name}`,
    strategy: 'canary',
    singleWriter: false,
    sessionAffinity: false,
    phases: [],
    verify: { healthPath: '/health', versionPath: '/version', timeoutMs: 120_000 },
    warmUpMs: 90_000,
    probes: null,
    signal: null,
    ...change,
  };
}

/** Two environments and three services, one of them in staging alone. */
export const catalog: Catalog = {
  environments: [staging, prod],
  services: [
    aService('api-gateway', { aliases: ['gw'] }),
    aService('web-portal'),
    aService('oracle-ws', { environments: ['staging'] }),
  ],
  timing: { lookEveryMs: 10_000, readyTimeoutMs: 240_000, stopGraceMs: 10_000, windowMs: 5_000 },
  redaction: { ips: 'keep', rules: [] },
};
