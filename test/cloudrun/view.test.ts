import type { protos } from '@google-cloud/run';
import { describe, expect, test } from 'vitest';
import { revisionViewOf, type Service, viewOf } from '../../src/cloudrun/view.ts';
import { AT } from '../google-town.ts';

type Condition = protos.google.cloud.run.v2.ICondition;
const FAILED: Condition = { type: 'Ready', state: 'CONDITION_FAILED' };

const settledCases: readonly (readonly [string, boolean, Service])[] = [
  ['all that was written is served', true, { generation: '4', observedGeneration: '4' }],
  ['the newest write is not served yet', false, { generation: '5', observedGeneration: '4' }],
  ['something is still going on', false, { generation: '4', observedGeneration: '4', reconciling: true }],
  ['a failed write is being replaced', false, { generation: '5', reconciling: true, terminalCondition: FAILED }],
  ['the newest write has failed', true, { generation: '5', observedGeneration: '4', terminalCondition: FAILED }],
];
test.for(settledCases)('when %s, "settled" is %s', ([, settled, service]) => {
  expect(viewOf(AT, service).settled).toBe(settled);
});

describe('enums are read', () => {
  test.for([
    ['by name', 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', 'MANUAL'],
    ['as numbers', 1, 2],
  ] as const)('%s', ([, type, scalingMode]) => {
    const view = viewOf(AT, {
      traffic: [{ type, percent: 100 }],
      latestReadyRevision: 'projects/acme/locations/us-central1/services/api-gateway/revisions/api-gateway-7',
      scaling: { scalingMode, manualInstanceCount: 2 },
    });
    expect(view.traffic).toEqual([{ revision: 'api-gateway-7', percent: 100, tag: null }]);
    expect(view.manualInstances).toBe(2);
  });

  const readyCases: readonly (readonly [Condition | null, string, string | null])[] = [
    [null, 'pending', null],
    [{ type: 'Active', state: 'CONDITION_FAILED', revisionReason: 'RETIRED' }, 'pending', null],
    [{ type: 'Ready', state: 'CONDITION_SUCCEEDED' }, 'yes', null],
    [{ type: 'Ready', state: 4, reason: 0 }, 'yes', null],
    [{ type: 'Ready', state: 'CONDITION_RECONCILING' }, 'pending', null],
    [{ ...FAILED, revisionReason: 'MIN_INSTANCES_NOT_PROVISIONED' }, 'no', 'MIN_INSTANCES_NOT_PROVISIONED'],
    [{ type: 'Ready', state: 3, reason: 6 }, 'no', 'CONTAINER_MISSING'],
  ];
  test.for(readyCases)('from the condition %j', ([condition, ready, reason]) => {
    const conditions = condition ? [condition] : [];
    expect(revisionViewOf({ conditions })).toMatchObject({ ready, reason });
  });
});
