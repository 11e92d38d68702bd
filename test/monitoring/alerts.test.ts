import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Incident } from '../../sandbox/google/monitoring/alert-store.ts';
import { alerts } from '../../src/monitoring/alerts.ts';
import type { Alerts } from '../../src/ports/cloud.ts';
import { AT, type GoogleTown, googleTown } from '../google-town.ts';

let town: GoogleTown;
let monitoring: Alerts;
beforeEach(async () => {
  town = await googleTown();
  monitoring = alerts({ url: town.google.httpUrl });
});
afterEach(() => town.google.stop());

const incident = (policy: string, of: Partial<Incident> = {}): Incident => ({
  project: AT.project,
  policy,
  resourceLabels: { service_name: AT.service, location: AT.region },
  userLabels: {},
  ...of,
});

test('open incidents of a Cloud Run service, with their policy and since when', async () => {
  const beforeMs = Date.now();
  const id = town.model.alerts.open(incident('Error rate'));
  const [open, ...others] = await monitoring.open(AT.project);
  expect(open).toMatchObject({
    service: AT.service,
    region: AT.region,
    alert: { name: `projects/${AT.project}/alerts/${id}`, policy: 'Error rate' },
  });
  expect(open?.alert.openedAtMs).toBeGreaterThanOrEqual(beforeMs);
  expect(others).toEqual([]);
});

test('of another resource it is told by the label of its policy, and of no region', async () => {
  town.model.alerts.open(incident('Queue', { resourceLabels: {}, userLabels: { 'slipway-service': AT.service } }));
  expect(await monitoring.open(AT.project)).toMatchObject([{ service: AT.service, region: null }]);
});

test.for<[string, Partial<Incident>]>([
  ['that names no service', { resourceLabels: { instance_id: '7' } }],
  ['of another project', { project: 'elsewhere' }],
])('an incident %s is not told of', async ([, of]) => {
  town.model.alerts.open(incident('Error rate', of));
  expect(await monitoring.open(AT.project)).toEqual([]);
});

test('one that was closed is over', async () => {
  town.model.alerts.open(incident('Error rate'));
  town.model.alerts.open(incident('Latency'));
  town.model.alerts.close(incident('Error rate'));
  expect((await monitoring.open(AT.project)).map(({ alert }) => alert.policy)).toEqual(['Latency']);
});

test('whoever rehearses opens and closes them by hand', async () => {
  const control = (method: string, body: object) =>
    fetch(`${town.google.httpUrl}/control/alerts`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await control('POST', incident('Error rate'));
  expect(await monitoring.open(AT.project)).toHaveLength(1);
  await control('DELETE', { project: AT.project, policy: 'Error rate' });
  expect(await monitoring.open(AT.project)).toEqual([]);
});

test.for([
  ['refuses', 7, 'Monitoring refused to tell of alerts (PERMISSION_DENIED)'],
  ['does not offer it', 12, 'Monitoring refused to tell of alerts (UNIMPLEMENTED)'],
] as const)('Monitoring that %s is told in one sentence', async ([, code, sentence]) => {
  town.model.faults.inject({ method: 'ListAlerts', times: 1, code });
  await expect(monitoring.open(AT.project)).rejects.toThrow(sentence);
});

test('Monitoring that is not there is told in one sentence', async () => {
  const nobody = alerts({ url: 'http://127.0.0.1:1' });
  await expect(nobody.open(AT.project)).rejects.toThrow('Monitoring did not answer about alerts');
});

test('a sandbox without alerts has none, and nobody else is asked', async () => {
  expect(await alerts({ url: null }).open(AT.project)).toEqual([]);
});
