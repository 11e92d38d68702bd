import type { Judged } from '../../src/core/judge/judged.ts';
import type { Trial } from '../../src/core/judge/trial.ts';
import { common, failing, PHASES, T0 } from '../messages/rollouts.ts';

const trial: Trial = {
  phases: PHASES,
  phaseIndex: 0,
  bakedMs: 40_000,
  sinceMs: T0,
  shifts: [{ atMs: T0, percent: 5 }],
  windowMs: 5_000,
  warmUpMs: 90_000,
  counts: 'requests',
  hasStable: true,
  maxInstances: null,
};

/** The verdict that rolled the example back. */
export function judgedAt(atMs: number, change: Partial<Judged> = {}): Judged {
  return {
    atMs,
    place: { ...common.place, service: common.service },
    canary: common.canary,
    stable: common.stable.revision,
    trial,
    calibration: {
      log: 'errorsOnly',
      errorsPerLogged: 1,
      history: { requests: 36_000, errors: 18, slow: 90, perSecond: 10, openAlerts: [] },
    },
    sinceMs: T0,
    watermark: 'w-1',
    leftOut: [{ fromMs: T0 + 10_000, untilMs: T0 + 15_000 }],
    judgeVersion: 1,
    params: { alpha: 0.001 },
    version: 2,
    verdict: failing,
    did: 'rollBack',
    ...change,
  };
}
