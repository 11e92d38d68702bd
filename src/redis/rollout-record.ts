import { z } from 'zod';
import { STRATEGIES } from '../core/catalog.ts';
import type { Rollout } from '../core/rollout.ts';
import { GROUNDS } from '../core/verdict.ts';
import { errorsTold } from './error-glance-record.ts';
import { foreignChange, foreignTags, shares } from './foreign-record.ts';
import { migrated } from './migrate-rollout.ts';

const counts = z.object({ requests: z.number(), errors: z.number(), slow: z.number() }).readonly();
const sample = z
  .object({
    sinceMs: z.number(),
    untilMs: z.number(),
    canary: counts,
    stable: counts,
    countedRequests: z.number(),
    blind: z.string().nullable(),
  })
  .readonly();
const proof = z
  .object({
    sureBelow: z.number(),
    mustBeBelow: z.number(),
    requests: z.number(),
    missingRequests: z.number(),
    etaMs: z.number().nullable(),
  })
  .readonly();
export const verdict = z
  .object({
    kind: z.enum(['pass', 'fail', 'inconclusive']),
    needs: z.enum(['time', 'person']).nullable(),
    ground: z.enum(GROUNDS).nullable().default(null),
    because: z.string(),
    sample,
    proof: proof.nullable(),
    firstBadAtMs: z.number().nullable(),
  })
  .readonly();
const curveSide = z.object({ requests: z.number(), errors: z.number(), p99Ms: z.number().nullable() }).readonly();
const curvePoint = z
  .object({ atMs: z.number(), lengthMs: z.number(), canary: curveSide, stable: curveSide })
  .readonly();
const criteria = z
  .object({
    maxErrorShare: z.number(),
    slowOverMs: z.number(),
    maxSlowShare: z.number(),
    minRequests: z.number(),
    mustExclude: z.number(),
    maxFailed: z.number().nullable(),
    maxCpu: z.number(),
    maxMemory: z.number(),
  })
  .readonly();
const judging = z
  .object({
    warmUpMs: z.number(),
    counts: z.enum(['requests', 'clients']),
    probes: z
      .object({ paths: z.array(z.string()).readonly(), requests: z.number(), perSecond: z.number() })
      .readonly()
      .nullable(),
    signal: z.object({ failures: z.string(), volume: z.string() }).readonly().nullable(),
  })
  .readonly();
export const phase = z
  .object({ percent: z.number(), bakeMs: z.number(), advance: z.enum(['press', 'auto']), criteria })
  .readonly();
const verify = z
  .object({ healthPath: z.string(), versionPath: z.string().nullable(), timeoutMs: z.number() })
  .readonly();
const reason = z.object({ who: z.string().nullable(), text: z.string() }).readonly();
const mark = z.object({ percent: z.number(), atMs: z.number(), requests: z.number(), errors: z.number() }).readonly();

const probed = z
  .object({
    sinceMs: z.number(),
    untilMs: z.number(),
    sent: z.number(),
    failed: z.number(),
    failedWarm: z.number(),
    slowestMs: z.number(),
    firstFailure: z.string().nullable(),
  })
  .readonly();

const stable = z.object({ revision: z.string(), image: z.string() }).readonly();

const foreign = foreignChange.extend({ gate: z.number(), seenAtMs: z.number() }).readonly();
const passed = z.enum(['nothing', 'start', 'health']);
const over = z.object({ how: z.enum(['adopt', 'restore']), change: foreignChange.readonly(), passed }).readonly();

const common = z.object({
  shape: z.literal(4),
  id: z.string(),
  kind: z.enum(['deploy', 'rollback']),
  service: z.string(),
  env: z.string(),
  place: z.object({ project: z.string(), region: z.string() }).readonly(),
  image: z.object({ repository: z.string(), tag: z.string().nullable(), digest: z.string() }).readonly(),
  canary: z.string(),
  stable: stable.nullable(),
  plan: z
    .object({
      strategy: z.enum(STRATEGIES),
      strategyAsked: z.enum(STRATEGIES).nullable(),
      singleWriter: z.boolean(),
      targetReady: z.boolean().nullable(),
      phases: z.array(phase).readonly(),
      verify,
      judging,
      checklist: z.array(z.string()).readonly(),
      hash: z.string(),
    })
    .readonly(),
  channel: z.string(),
  requestedBy: z.string(),
  requestedAtMs: z.number(),
  startedAtMs: z.number().nullable(),
  because: z.string().nullable(),
  fence: z.number(),
  marks: z.array(mark).readonly(),
  previewUrl: z.string().nullable(),
  // Older ones sent none.
  probed: probed.nullable().default(null),
  downtimeMs: z.number().nullable(),
  verdict: verdict.nullable(),
  curve: z.array(curvePoint).readonly().default([]),
  settled: z.array(z.string()).readonly(),
  trouble: z.string().nullable(),
  accepted: z.object({ newest: z.string().nullable(), tags: foreignTags.nullable() }).readonly(),
  othersMoved: z
    .array(z.object({ fromMs: z.number(), untilMs: z.number().nullable() }).readonly())
    .readonly()
    .default([]),
  errorsTold,
});

const at = z.number();
const deployStep = z.enum(['create', 'ready', 'explain', 'stop', 'stopping', 'stopped', 'stage', 'staged', 'start']);

/** The stored shape of a rollout, pinned to the domain type: a missing state or a wrong field does not compile. */
export const rolloutRecord = z.discriminatedUnion('state', [
  common.extend({ state: z.literal('planned'), expiresAtMs: at, behind: z.string().nullable() }).readonly(),
  common
    .extend({
      state: z.literal('queued'),
      sinceMs: at,
      expiresAtMs: at,
      after: z.object({ rolloutId: z.string(), how: z.enum(['supersede', 'wait']) }).readonly(),
      held: z.string().nullable(),
    })
    .readonly(),
  common.extend({ state: z.literal('deploying'), step: deployStep, sinceMs: at }).readonly(),
  common.extend({ state: z.literal('verifying'), sinceMs: at, lastFailure: z.string().nullable() }).readonly(),
  common
    .extend({
      state: z.literal('shifting'),
      phaseIndex: z.number(),
      toPercent: z.number(),
      over: over.nullable(),
      by: z.string().nullable(),
      sinceMs: at,
      written: z.boolean(),
    })
    .readonly(),
  common
    .extend({ state: z.literal('baking'), phaseIndex: z.number(), sinceMs: at, overtime: z.boolean().default(false) })
    .readonly(),
  common
    .extend({
      state: z.literal('waiting'),
      phaseIndex: z.number(),
      sinceMs: at,
      gate: z.number(),
      missing: z.string().nullable(),
    })
    .readonly(),
  common
    .extend({
      state: z.literal('paused'),
      phaseIndex: z.number(),
      bakedMs: z.number(),
      sinceMs: at,
      reason,
      passed,
      foreign: foreign.nullable(),
    })
    .readonly(),
  common
    .extend({
      state: z.literal('rollingBack'),
      stable,
      sinceMs: at,
      reason,
      endsAs: z.enum(['rolledBack', 'aborted']),
      step: z.enum(['stop', 'stopping', 'stopped', 'route', 'routed', 'restart', 'restarting', 'report']),
      stepSinceMs: at,
      fromPercent: z.number(),
    })
    .readonly(),
  common.extend({ state: z.literal('succeeded'), endedAtMs: at }).readonly(),
  common
    .extend({ state: z.literal('rolledBack'), stable, endedAtMs: at, reason, fromPercent: z.number(), decidedAtMs: at })
    .readonly(),
  common.extend({ state: z.literal('aborted'), endedAtMs: at, reason, leftAs: shares.nullable() }).readonly(),
  common.extend({ state: z.literal('failed'), endedAtMs: at, cause: z.string(), nextStep: z.string() }).readonly(),
  common.extend({ state: z.literal('stuck'), sinceMs: at, reason, nextStep: z.string() }).readonly(),
]) satisfies z.ZodType<Rollout>;

/** @throws with the path of what does not fit, or because a newer Slipway wrote it. Older shapes are migrated. */
export function readRecord(json: string): Rollout {
  return rolloutRecord.parse(migrated(JSON.parse(json)));
}
