import { DEFAULT_PARAMS } from '../core/judge/params.ts';
import { proved } from '../core/judge/wording.ts';
import { phaseAt, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { shareOf } from '../core/share.ts';
import type { Proof, Verdict } from '../core/verdict.ts';
import { counted, duration, needsSeconds } from './figures.ts';
import { date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** What is excluded by now and what has to be: "95 % sure below 0.42 % 5xx (712 requests), needs 0.1 %: 6 min to go". */
export function proofLine(verdict: Verdict): Mrkdwn | null {
  const { proof } = verdict;
  if (proof === null) return null;
  const needs = mrkdwn`needs ${shareOf(proof.mustBeBelow, 1)}`;
  if (proof.requests === 0) return mrkdwn`No request counts yet, ${needs}`;
  return mrkdwn`${proved(proof)}, ${needs}: ${toGo(proof, verdict.needs)}`;
}

/** The same for a line of the thread, where it is over; nothing where `said` says so already. */
export function provedSentence({ proof }: Verdict, said: string | null): Mrkdwn {
  if (proof === null || proof.requests === 0 || said?.includes(proved(proof))) return mrkdwn``;
  return mrkdwn` ${proved(proof)}, needed ${shareOf(proof.mustBeBelow, 1)}.`;
}

function toGo({ sureBelow: share, mustBeBelow, missingRequests, etaMs }: Proof, needs: Verdict['needs']): string {
  if (share <= mustBeBelow) return 'enough';
  if (needs === 'person') return `${counted(missingRequests, 'request')} short, a person decides`;
  const missing = counted(missingRequests, 'more request');
  return etaMs === null ? `${missing} to go` : `${duration(etaMs)} to go`;
}

/** When a bake that goes on beyond its time ends at the latest: what passes by itself is waited for longer. */
export function bakesUntil(rollout: RolloutIn<'baking'>): Mrkdwn {
  const { bakeMs } = phaseAt(rollout, rollout.phaseIndex);
  const ground = rollout.verdict?.ground;
  const { patience, patienceInTrouble } = DEFAULT_PARAMS;
  const times = ground === 'shared' || ground === 'alert' ? patienceInTrouble : patience;
  return date(rollout.sinceMs + times * bakeMs, needsSeconds(bakeMs) ? 'seconds' : 'time');
}

/** "after 28 min instead of 10 min", where a wait for evidence made the bake longer; else nothing. */
export function bakedLonger(rollout: Rollout): Mrkdwn {
  const beganAtMs = rollout.marks.at(-1)?.atMs;
  if (rollout.state !== 'waiting' || beganAtMs === undefined) return mrkdwn``;
  const { bakeMs } = phaseAt(rollout, rollout.phaseIndex);
  const tookMs = rollout.sinceMs - beganAtMs;
  return tookMs < bakeMs * 1.2 ? mrkdwn`` : mrkdwn`, after ${duration(tookMs)} instead of ${duration(bakeMs)}`;
}

/** False where there is evidence enough, and it speaks against going on. */
export function lacksEvidence({ verdict }: Rollout): boolean {
  const ground = verdict?.ground ?? null;
  return ground === null || ground === 'evidence' || ground === 'blind' || ground === 'arriving';
}
