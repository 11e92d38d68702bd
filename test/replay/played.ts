import { decide } from '../../src/core/decide.ts';
import { type Basis, type Judged, judgedOf } from '../../src/core/judge/judged.ts';
import { verdictAgain } from '../../src/core/judge/replay.ts';
import { withVerdict } from '../../src/core/transitions.ts';
import { memoryArchive } from '../fakes/archive.ts';
import { MINUTE, ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { judgedAt } from '../redis/judgements.ts';

const LOOK_EVERY_MS = 10_000;
const { version: _version, verdict: _verdict, did: _did, ...basis } = judgedAt(T0, { params: {}, leftOut: [] });
export const { canary } = basis;
export const stable = basis.stable ?? '';
/** When the canary begins to fail. */
export const BREAKS_AT_MS = T0 + 3 * MINUTE;

/** Ten minutes at 5 % of 100 requests per second; from the third minute on the canary fails `share` of its requests. */
export function archiveOf(share: number, options: { nowMs?: number; keptMs?: number } = {}) {
  const town = memoryArchive({ nowMs: T0 + 60 * MINUTE, ...options });
  for (let atMs = T0; atMs < T0 + 10 * MINUTE; atMs += MINUTE) {
    const errors = atMs >= BREAKS_AT_MS ? Math.round(300 * share) : 0;
    town.count(canary, atMs, 300, errors);
    town.count(stable, atMs, 5_700);
  }
  for (let atMs = BREAKS_AT_MS; atMs < T0 + 10 * MINUTE; atMs += 5_000) town.fail(canary, atMs, Math.round(25 * share));
  return town;
}

function basisAt(atMs: number, params: Basis['params']): Basis {
  const trial = { ...basis.trial, sinceMs: T0, shifts: [{ atMs: T0, percent: 5 }], bakedMs: atMs - T0 };
  return { ...basis, params, atMs, trial, sinceMs: T0, watermark: String(atMs) };
}

/** Looks at the canary of the archive as the worker would, until something is done about it or ten minutes are over. */
export async function played(
  { archive }: ReturnType<typeof archiveOf>,
  params: Basis['params'] = {},
): Promise<readonly Judged[]> {
  let stored = { rollout: { ...ROLLOUTS.baking, sinceMs: T0, verdict: null }, version: 1 };
  const judged: Judged[] = [];
  for (let atMs = T0 + LOOK_EVERY_MS; atMs <= T0 + 10 * MINUTE; atMs += LOOK_EVERY_MS) {
    const look = basisAt(atMs, params);
    const verdict = verdictAgain(look, await archive.readAsOf(look.place, [canary, stable], T0, look.watermark));
    const decision = decide(stored.rollout, verdict, atMs);
    const one = judgedOf(stored, { verdict, decision, basis: look });
    if (one) judged.push(one);
    if (decision.kind !== 'keepLooking') return judged;
    stored = { rollout: withVerdict(stored.rollout, verdict), version: stored.version + 1 };
  }
  return judged;
}
