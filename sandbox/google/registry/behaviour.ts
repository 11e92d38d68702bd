import type { Start } from '../cloud-run/settings.ts';

/** How a container made from an image behaves. It hangs on the image's digest and on nothing else. */
export type Behaviour = {
  start: Start;
  /** Share of requests answered with 5xx, 0 to 1. */
  errorRate: number;
  /** Every latency is multiplied by this. */
  latencyFactor: number;
  /** What /health and /ready answer. */
  healthStatus: 200 | 403 | 503;
  /** What /version answers instead of the image's own version. */
  claimsVersion?: string;
  /** Errors come only during the first `burstMs` of every `everyMs`. */
  bursts?: { burstMs: number; everyMs: number };
  /** Errors come only from this long after the revision first got traffic. */
  goodForMs?: number;
  /** How long an instance takes to start, half of them longer. */
  startUpMs?: number;
  /** What an instance does for so long after its first request, in place of the rest. */
  cold?: { forMs: number; errorRate: number; latencyFactor: number };
  /** Share of requests that are never answered: they end at the service's time limit. */
  hangShare?: number;
  /** Memory that each request leaves behind. */
  leakMbPerRequest?: number;
  /** Share of its CPU that an instance burns even without requests. */
  spinningCpu?: number;
  /** An instance manages no more requests than this in a second, so that it takes more instances. */
  mostPerSecond?: number;
  /** Share of the requests that it answers well and logs an error of its own for. */
  ownErrorShare?: number;
  /** Of its instances one fails every request for 20 to 40 s of each minute. */
  hasSickInstance?: boolean;
};

/** So few that no criterion minds: what fails then fails with every image. */
export const USUAL_ERROR_RATE = 0.001;

const healthy: Behaviour = { start: 'ready', errorRate: 0.0002, latencyFactor: 1, healthStatus: 200 };

export const behaviours = {
  healthy,
  'errors-1pct': { ...healthy, errorRate: 0.01 },
  'errors-5pct': { ...healthy, errorRate: 0.05 },
  'errors-100pct': { ...healthy, errorRate: 1 },
  slow: { ...healthy, latencyFactor: 3 },
  crash: { ...healthy, start: 'crash' },
  missing: { ...healthy, start: 'missing' },
  flaky: { ...healthy, errorRate: 0.3, bursts: { burstMs: 5_000, everyMs: 30_000 } },
  late: { ...healthy, errorRate: 0.2, goodForMs: 30_000 },
  sick: { ...healthy, healthStatus: 503 },
  forbidden: { ...healthy, healthStatus: 403 },
  'wrong-version': { ...healthy, claimsVersion: 'v0.0.1-other' },
  cold: { ...healthy, startUpMs: 3_000, cold: { forMs: 4_000, errorRate: 0.08, latencyFactor: 8 } },
  hang: { ...healthy, hangShare: 0.1 },
  leak: { ...healthy, leakMbPerRequest: 1 },
  oom: { ...healthy, leakMbPerRequest: 12 },
  busy: { ...healthy, spinningCpu: 0.95, latencyFactor: 1.5 },
  'no-capacity': { ...healthy, mostPerSecond: 0.25 },
  'sick-instance': { ...healthy, mostPerSecond: 2, hasSickInstance: true },
  noisy: { ...healthy, ownErrorShare: 0.1 },
} satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof behaviours;

export const behaviourNames: BehaviourName[] = [
  'healthy',
  'errors-1pct',
  'errors-5pct',
  'errors-100pct',
  'slow',
  'crash',
  'missing',
  'flaky',
  'late',
  'sick',
  'forbidden',
  'wrong-version',
  'cold',
  'hang',
  'leak',
  'oom',
  'busy',
  'no-capacity',
  'sick-instance',
  'noisy',
];
