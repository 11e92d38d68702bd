/** The harness is plain JavaScript and used as it came (bench/canary): its types are written down here. */
export type Side = { n: number; e: number; h: number[] };
export type LogBucket = { t: number; share: number; phase: number; c: Side; s: Side };

/** What a judge sees; times in seconds since the canary's first user. */
export type HarnessState = {
  now: number;
  phases: { share: number; dur: number }[];
  policy: { errOk: number; errWarn: number; errCrit: number; p99Ok: number };
  phase: { index: number; share: number; startedAt: number; elapsed: number; minDuration: number; isFinal: boolean };
  shifts: number[];
  logs: { dt: number; edges: number[]; buckets: LogBucket[] };
  metrics: { dt: number; edges: number[]; points: LogBucket[] };
  history: {
    logs: { t: number; n: number; e: number; h: number[] }[];
    metrics: { t: number; n: number; e: number; h: number[] }[];
  };
  alertOpen: boolean;
  memory: Record<string, unknown>;
};

export type HarnessVerdict = { verdict: 'advance' | 'hold' | 'rollback' | 'ask'; reason: string };
export type HarnessJudge = (state: HarnessState) => HarnessVerdict;

export type Scenario = {
  id: string;
  family: string;
  label: 'healthy' | 'bad' | 'grey';
  rps: number;
  canary?: { errAdd?: number; hang?: number };
};

export type Run = {
  id: string;
  family: string;
  label: Scenario['label'];
  rps: number;
  outcome: string;
  reason: string;
  delay: number | null;
};

export type Row = {
  falseRb: number;
  missed: number;
  lateCaught: number;
  delay50: number;
  delay90: number;
  outSec: number;
  unsupAdv: number;
  advOut: number;
  hPromEnough: number;
  hAsked: number;
  cost: number;
};

type Harness = {
  simulate(scenario: Scenario, seed: number, judge: HarnessJudge): Run;
  summarize(runs: readonly Run[]): Row;
  fmt(name: string, row: Row): string;
  HEAD: string;
};

export const HARNESS_FILE = new URL('../canary/canary-bench.mjs', import.meta.url);

const loaded: Harness = await import(HARNESS_FILE.href);

export const { simulate, summarize, fmt, HEAD } = loaded;
