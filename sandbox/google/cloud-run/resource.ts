import { z } from 'zod';
import type { Timestamp } from '../timestamp.ts';

/**
 * Cloud Run v2 resources in the shape that proto-loader gives them (enums by name, int64 as strings, absent messages null).
 * The schemas accept less than that too and fill in protobuf's defaults, so that the same functions take requests from the wire
 * and from tests. Fields that the emulator does not interpret pass through.
 */
const stringMap = z.record(z.string(), z.string());

const trafficTargetSchema = z.object({
  type: z
    .enum([
      'TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED',
      'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST',
      'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    ])
    .default('TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED'),
  revision: z.string().default(''),
  percent: z.number().int().default(0),
  tag: z.string().default(''),
});

const templateSchema = z.looseObject({
  revision: z.string().default(''),
  labels: stringMap.default({}),
  annotations: stringMap.default({}),
  containers: z.array(z.looseObject({ image: z.string().default('') })).default([]),
  scaling: z
    .looseObject({ minInstanceCount: z.number().default(0), maxInstanceCount: z.number().default(0) })
    .nullable()
    .default(null),
  healthCheckDisabled: z.boolean().default(false),
});

const serviceScalingSchema = z.looseObject({
  scalingMode: z.enum(['SCALING_MODE_UNSPECIFIED', 'AUTOMATIC', 'MANUAL']).default('SCALING_MODE_UNSPECIFIED'),
  minInstanceCount: z.number().default(0),
  manualInstanceCount: z.number().nullish(),
});

/** What a caller may write; everything else on a Service is Google's to say. */
export const serviceSpecSchema = z.looseObject({
  labels: stringMap.default({}),
  annotations: stringMap.default({}),
  client: z.string().default(''),
  clientVersion: z.string().default(''),
  template: templateSchema.nullable().default(null),
  traffic: z.array(trafficTargetSchema).default([]),
  scaling: serviceScalingSchema.nullable().default(null),
});

export type TrafficTarget = z.output<typeof trafficTargetSchema>;
export type Template = z.output<typeof templateSchema>;
export type ServiceSpec = z.output<typeof serviceSpecSchema>;
export type ServiceInput = z.input<typeof serviceSpecSchema> & { name?: string; etag?: string };

export type TrafficStatus = TrafficTarget & { uri: string };

export type Condition = {
  type: string;
  state: 'CONDITION_RECONCILING' | 'CONDITION_SUCCEEDED' | 'CONDITION_FAILED';
  severity: 'SEVERITY_UNSPECIFIED' | 'INFO';
  message: string;
  lastTransitionTime: Timestamp;
  reason?: string;
  revisionReason?: string;
};

export type Service = ServiceSpec & {
  name: string;
  uid: string;
  etag: string;
  generation: string;
  observedGeneration: string;
  createTime: Timestamp;
  updateTime: Timestamp;
  creator: string;
  lastModifier: string;
  reconciling: boolean;
  terminalCondition: Condition;
  conditions: Condition[];
  latestCreatedRevision: string;
  latestReadyRevision: string;
  trafficStatuses: TrafficStatus[];
  uri: string;
  urls: string[];
};

/** The settings of its template that the emulator does not interpret are there too. */
export type Revision = Pick<Template, 'labels' | 'annotations' | 'containers' | 'scaling'> & {
  name: string;
  uid: string;
  etag: string;
  service: string;
  generation: string;
  observedGeneration: string;
  createTime: Timestamp;
  updateTime: Timestamp;
  creator: string;
  reconciling: boolean;
  conditions: Condition[];
};

/** A long-running operation. `metadata` and `response` are packed into Any by the wire, with the named message type. */
export type Operation = {
  name: string;
  done: boolean;
  messageType: 'google.cloud.run.v2.Service' | 'google.cloud.run.v2.Revision';
  metadata: Service | Revision;
  response?: Service | Revision;
  error?: { code: number; message: string };
};

export const shortName = (fullName: string) => fullName.slice(fullName.lastIndexOf('/') + 1);
export const serviceOfRevision = (revisionName: string) => revisionName.split('/revisions/')[0] ?? '';
export const isLatest = (target: TrafficTarget) => target.type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
