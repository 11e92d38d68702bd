import { expect, test } from 'vitest';
import { parseCatalog } from '../src/config/catalog.ts';
import { phasesOf } from '../src/core/plan.ts';

const MINUTE = 60_000;

/** Runbook 001, "Traffic Splitting Strategy", row by row. The last row has no duration: Slipway bakes it for an hour. */
const TABLE = [
  ['Phase 1', '5%', '10 min', 'Error rate under 0.1%'],
  ['Phase 2', '25%', '15 min', 'Error rate under 0.1%, latency p99 under 500ms'],
  ['Phase 3', '50%', '15 min', 'Error rate under 0.1%, no alerts'],
  ['Phase 4', '100%', '60 min', 'Full rollout'],
] as const;

const CATALOG = `
environments:
  prod: { project: acme-prod, region: europe-west1, channel: C0PROD, deployers: { users: [U0ANA] } }
services:
  api-gateway: { environments: [prod], image: example.test/apps/api-gateway }
`;

test("a service of which the catalog says nothing else is rolled out by the runbook's table", () => {
  const parsed = parseCatalog(CATALOG, 'services.yml');
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  const [service] = parsed.ok.services;
  if (!service) throw new Error('the catalog has no service');
  const phases = phasesOf(service).map(({ percent, bakeMs }) => [`${percent}%`, `${bakeMs / MINUTE} min`]);
  expect(phases).toEqual(TABLE.map(([, percent, minutes]) => [percent, minutes]));
  for (const { criteria, advance } of phasesOf(service)) {
    expect(criteria).toMatchObject({ maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01 });
    expect(advance, 'a person moves traffic on').toBe('press');
  }
});
