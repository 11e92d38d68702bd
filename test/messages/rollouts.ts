import type { Criteria, Phase } from '../../src/core/catalog.ts';
import type { Rollout, RolloutIn, State } from '../../src/core/rollout.ts';
import type { Verdict } from '../../src/core/verdict.ts';

export const MINUTE = 60_000;
/** 21 November 2026, 14:00 UTC. */
export const T0 = Date.UTC(2026, 10, 21, 14, 0, 0);
export const at = (minutes: number) => T0 + minutes * MINUTE;

const USUAL = { mustExclude: 0.01, maxFailed: null, maxCpu: 0.95, maxMemory: 0.95 };
const criteria: Criteria = { maxErrorShare: 0.01, slowOverMs: 800, maxSlowShare: 0.05, minRequests: 500, ...USUAL };
const phase = (percent: number, minutes: number): Phase => ({
  percent,
  bakeMs: minutes * MINUTE,
  advance: percent === 50 ? 'auto' : 'press',
  criteria,
});
export const PHASES: readonly Phase[] = [phase(5, 10), phase(25, 15), phase(50, 15), phase(100, 60)];

const digest = (hex: string) => `sha256:${hex.repeat(16).slice(0, 64)}`;

export const common = {
  shape: 4,
  id: '0a1b2c3d4e',
  kind: 'deploy',
  service: 'api-gateway',
  env: 'prod',
  place: { project: 'acme-prod', region: 'europe-west1' },
  image: { repository: 'us-docker.pkg.dev/acme/apps/api-gateway', tag: 'v2.1.0', digest: digest('9f2c') },
  canary: 'api-gateway-r0a1b2c3d4e',
  stable: {
    revision: 'api-gateway-r99887766aa',
    image: `us-docker.pkg.dev/acme/apps/api-gateway@${digest('41aa')}`,
  },
  plan: {
    strategy: 'canary',
    strategyAsked: null,
    targetReady: true,
    singleWriter: false,
    verify: { healthPath: '/health', versionPath: '/version', timeoutMs: 120_000 },
    judging: { warmUpMs: 90_000, counts: 'requests', probes: null, signal: null },
    phases: PHASES,
    checklist: [],
    hash: 'ab'.repeat(32),
  },
  channel: 'C0INCIDENT',
  requestedBy: 'U0ANA',
  requestedAtMs: at(0),
  startedAtMs: at(0),
  because: 'fixes the checkout <bug> & more',
  fence: 7,
  marks: [],
  previewUrl: null,
  probed: null,
  downtimeMs: null,
  verdict: null,
  curve: [],
  settled: [],
  trouble: null,
  accepted: { newest: null, tags: null },
  errorsTold: null,
  othersMoved: [],
} as const satisfies Partial<Rollout>;

export const sample: Verdict['sample'] = {
  sinceMs: at(2),
  untilMs: at(12),
  canary: { requests: 7_500, errors: 3, slow: 64 },
  stable: { requests: 142_000, errors: 71, slow: 1_302 },
  countedRequests: 7_100,
  blind: null,
};
const PLAIN = { needs: null, proof: null, firstBadAtMs: null };
export const passing: Verdict = {
  ...PLAIN,
  kind: 'pass',
  ground: null,
  because: '5xx 0.04 % (3 of 7,500), within 1 %',
  sample,
};
export const failing: Verdict = {
  ...PLAIN,
  kind: 'fail',
  ground: 'errors',
  because: '5xx 5.2 % (214 of 4,100), limit 1 %',
  sample: { ...sample, canary: { requests: 4_100, errors: 214, slow: 12 } },
};
export const unsure: Verdict = {
  ...PLAIN,
  needs: 'person',
  kind: 'inconclusive',
  ground: 'evidence',
  because: '41 of 500 requests counted on the canary',
  sample: { ...sample, canary: { requests: 41, errors: 0, slow: 0 }, countedRequests: 41 },
};

const marked = { marks: [{ percent: 5, atMs: at(2), requests: 7_500, errors: 3 }], verdict: passing } as const;
const allMarks = {
  marks: [
    { percent: 5, atMs: at(2), requests: 7_500, errors: 3 },
    { percent: 25, atMs: at(13), requests: 52_310, errors: 22 },
    { percent: 50, atMs: at(29), requests: 110_874, errors: 41 },
    { percent: 100, atMs: at(44), requests: 901_220, errors: 398 },
  ],
  verdict: passing,
} as const;
const failed5 = { marks: [{ percent: 5, atMs: at(2), requests: 4_100, errors: 214 }], verdict: failing } as const;
const byAna = { who: 'U0ANA', text: 'checkout looks odd' };
const bySlipway = { who: null, text: failing.because };

/** One rollout per state, as it would really stand there. */
export const ROLLOUTS: { readonly [S in State]: RolloutIn<S> } = {
  planned: { ...common, startedAtMs: null, state: 'planned', expiresAtMs: at(10), behind: null },
  queued: {
    ...common,
    startedAtMs: null,
    state: 'queued',
    sinceMs: at(1),
    expiresAtMs: at(241),
    after: { rolloutId: '55aa55aa55', how: 'wait' },
    held: null,
  },
  deploying: { ...common, state: 'deploying', step: 'ready', sinceMs: at(1) },
  verifying: { ...common, state: 'verifying', sinceMs: at(1), lastFailure: 'GET /healthz answered 503' },
  shifting: {
    ...common,
    ...marked,
    state: 'shifting',
    phaseIndex: 1,
    toPercent: 25,
    over: null,
    by: 'U0BO',
    sinceMs: at(13),
    written: true,
  },
  baking: { ...common, ...marked, state: 'baking', phaseIndex: 0, sinceMs: at(2), overtime: false },
  waiting: { ...common, ...marked, state: 'waiting', phaseIndex: 0, sinceMs: at(12), gate: 9, missing: null },
  paused: {
    ...common,
    ...marked,
    state: 'paused',
    phaseIndex: 0,
    bakedMs: 4 * MINUTE,
    sinceMs: at(6),
    reason: byAna,
    passed: 'health',
    foreign: null,
  },
  rollingBack: {
    ...common,
    ...failed5,
    state: 'rollingBack',
    stepSinceMs: 0,
    sinceMs: at(5),
    reason: bySlipway,
    endsAs: 'rolledBack',
    step: 'route',
    fromPercent: 5,
  },
  succeeded: { ...common, ...allMarks, state: 'succeeded', endedAtMs: at(104) },
  rolledBack: {
    ...common,
    ...failed5,
    state: 'rolledBack',
    endedAtMs: at(5) + 7_400,
    reason: bySlipway,
    fromPercent: 5,
    decidedAtMs: at(5),
  },
  aborted: { ...common, ...marked, state: 'aborted', endedAtMs: at(8), reason: byAna, leftAs: null },
  failed: {
    ...common,
    state: 'failed',
    endedAtMs: at(4),
    cause: 'The container did not start: it exited with code 1 within 240 s.',
    nextStep: 'Read the start-up lines above, fix the image, deploy again.',
  },
  stuck: {
    ...common,
    ...failed5,
    state: 'stuck',
    sinceMs: at(6),
    reason: { who: 'U0BO', text: 'too many errors' },
    nextStep: 'Revision api-gateway-r99887766aa no longer exists. Deploy the image v2.0.9 by hand.',
  },
};

export const WAITING_UNSURE: RolloutIn<'waiting'> = {
  ...ROLLOUTS.waiting,
  verdict: unsure,
  missing: unsure.because,
};

export const WAITING_TO_FINISH: RolloutIn<'waiting'> = {
  ...common,
  ...allMarks,
  state: 'waiting',
  phaseIndex: 3,
  sinceMs: at(104),
  gate: 31,
  missing: 'Monitoring does not answer',
};

const single = {
  ...common,
  service: 'oracle-engine',
  canary: 'oracle-engine-r0a1b2c3d4e',
  stable: { revision: 'oracle-engine-r99887766aa', image: common.stable.image },
  plan: { ...common.plan, strategy: 'replace', singleWriter: true, phases: PHASES.slice(3) },
} as const satisfies Partial<Rollout>;

export const SINGLE_WRITER: { readonly [name: string]: Rollout } = {
  planned: { ...single, state: 'planned', expiresAtMs: at(10), behind: null },
  stopping: { ...single, state: 'deploying', step: 'stop', sinceMs: at(1) },
  succeeded: {
    ...single,
    marks: [{ percent: 100, atMs: at(3), requests: 0, errors: 0 }],
    downtimeMs: 48_300,
    state: 'succeeded',
    endedAtMs: at(63),
  },
};

/** Made by /rollback while nothing was being rolled out. */
const alone = { ...common, kind: 'rollback', because: null } as const satisfies Partial<Rollout>;
export const ROLLBACK_ALONE: { readonly [S in 'planned' | 'rollingBack' | 'rolledBack']: RolloutIn<S> } = {
  planned: { ...alone, state: 'planned', expiresAtMs: at(10), behind: null },
  rollingBack: {
    ...alone,
    state: 'rollingBack',
    stepSinceMs: 0,
    sinceMs: at(0),
    reason: byAna,
    endsAs: 'rolledBack',
    step: 'route',
    fromPercent: 100,
  },
  rolledBack: {
    ...alone,
    state: 'rolledBack',
    endedAtMs: at(0) + 2_300,
    reason: byAna,
    fromPercent: 100,
    decidedAtMs: at(0),
  },
};
