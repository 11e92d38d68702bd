import type { Phase } from '../../src/core/catalog.ts';
import { PHASES } from './rollouts.ts';

/** Those of runbook 001, with its limits. */
export const RUNBOOK: readonly Phase[] = PHASES.map((one) => {
  const limits = { maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01, minRequests: 300 };
  return { ...one, criteria: { ...one.criteria, ...limits, mustExclude: one.percent < 25 ? 0.01 : 0.005 } };
});
