import type { Environment, Service, Timing } from '../catalog.ts';
import { calibrate } from '../evidence/calibrate.ts';
import { sureBelow } from '../judge/chance.ts';
import { DEFAULT_PARAMS } from '../judge/params.ts';
import { planOf } from '../plan.ts';
import type { RolloutIn } from '../rollout.ts';
import { planned, startBaking, startDeploying, startVerifying } from '../transitions.ts';
import { type Attempt, attemptOn, type Rhythm } from './attempt.ts';
import { seededDice } from './dice.ts';
import type { PastMinute } from './past.ts';
import { CANARY, playbackFrom, STABLE } from './playback.ts';

export type Policy = { readonly service: Service; readonly env: Environment; readonly timing: Timing };

/** What the policy would have made of revisions that were exactly like stable. */
export type Backtest = {
  readonly attempts: readonly Attempt[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly requests: number;
  readonly errors: number;
};

/** The hour before: a rollout is compared with it. Where sampling periods are shorter than a minute, so is the hour. */
const PERIODS_BEFORE = 60;
/** One-sided doubt of the bound that is told beside a rate. */
const DOUBT = 0.05;

/**
 * Rolls an identical revision out again and again on the traffic of the past, one rollout after the other. Any that is
 * rolled back is rolled back wrongly. `past`: in order of time.
 */
export function backtest(past: readonly PastMinute[], policy: Policy, seed: number): Backtest {
  const periodMs = past[0]?.lengthMs ?? 0;
  const rhythm: Rhythm = { windowMs: policy.timing.windowMs, lookEveryMs: policy.timing.lookEveryMs, periodMs };
  const dice = seededDice(seed);
  const attempts: Attempt[] = [];
  let next = past.findIndex(({ atMs }) => atMs >= (past[0]?.atMs ?? 0) + PERIODS_BEFORE * periodMs);
  while (next >= 0 && next < past.length) {
    const fromMs = past[next]?.atMs ?? 0;
    const hour = past.slice(Math.max(0, next - PERIODS_BEFORE), next);
    const calibration = calibrate({ ...NOTHING_HEARD, minutes: hour }, fromMs);
    const playback = playbackFrom(past, next, { dice, calibration, params: DEFAULT_PARAMS });
    const attempt = attemptOn(playback, beginning(policy, fromMs), rhythm);
    if (attempt === null) break;
    attempts.push(attempt);
    next = past.findIndex(({ atMs }) => atMs >= attempt.untilMs);
  }
  return { attempts, ...spanOf(past) };
}

/** The share of rollouts that were rolled back wrongly, and what it is surely below (Clopper and Pearson, 95 %). */
export function wrongRate({ attempts }: Backtest): { readonly share: number; readonly sureBelow: number } {
  const wrong = attempts.filter(({ how }) => how === 'rolledBack').length;
  const share = attempts.length === 0 ? 0 : wrong / attempts.length;
  return { share, sureBelow: sureBelow(wrong, attempts.length, DOUBT) };
}

const NOTHING_HEARD = { buckets: [], hearing: { heardUntilMs: null, gaps: [] }, alerts: [], watermark: '' } as const;

function spanOf(past: readonly PastMinute[]): Omit<Backtest, 'attempts'> {
  const last = past.at(-1);
  return {
    fromMs: past[0]?.atMs ?? 0,
    untilMs: last ? last.atMs + last.lengthMs : 0,
    requests: past.reduce((sum, { requests }) => sum + requests, 0),
    errors: past.reduce((sum, { errors }) => sum + errors, 0),
  };
}

/** A rollout of the service as it stands when its first users come. */
function beginning({ service, env }: Policy, nowMs: number): RolloutIn<'baking'> {
  const asked = planned(
    {
      id: '0000000000',
      kind: 'deploy',
      service: service.name,
      env: env.name,
      place: { project: env.project, region: env.region },
      image: { repository: service.image, tag: null, digest: '' },
      canary: CANARY,
      stable: { revision: STABLE, image: '' },
      plan: { ...planOf(service, []), hash: '' },
      channel: env.channel,
      requestedBy: '',
      requestedAtMs: nowMs,
      because: null,
      fence: 1,
    },
    nowMs,
  );
  const { phases } = asked.plan;
  const phaseIndex = phases.findIndex((phase) => phase.percent > 0);
  const verifying = startVerifying(startDeploying(asked, 1, nowMs), nowMs);
  return startBaking(verifying, { phaseIndex, percent: phases[phaseIndex]?.percent ?? 100, nowMs });
}
