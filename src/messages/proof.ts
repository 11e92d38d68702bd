import { phaseAt, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { shareOf } from '../core/share.ts';
import type { Proof, Verdict } from '../core/verdict.ts';
import { counted, duration, needsSeconds } from './figures.ts';
import { date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** A phase bakes at most so many times as long as planned; then a person is asked (docs/how-it-decides.md). */
const LONGEST_BAKE = 3;

/** What can be excluded by now and what has to be: "95 % sure below 0.42 % 5xx (712 requests), needs 0.1 %: 6 min to go". */
export function proofLine(verdict: Verdict): Mrkdwn | null {
  const { proof } = verdict;
  if (proof === null) return null;
  const needs = mrkdwn`needs ${shareOf(proof.mustBeBelow, 1)}`;
  if (proof.requests === 0) return mrkdwn`No request counts yet, ${needs}`;
  return mrkdwn`${sureBelow(proof)}, ${needs}: ${toGo(proof, verdict.needs)}`;
}

/** The same for a line of the thread, where it is over: "95 % sure below 0.042 % 5xx (7,100 requests), needed 1 %". */
export function provedLine({ proof }: Verdict): Mrkdwn | null {
  if (proof === null || proof.requests === 0) return null;
  return mrkdwn`${sureBelow(proof)}, needed ${shareOf(proof.mustBeBelow, 1)}`;
}

function sureBelow({ sureBelow: share, requests }: Proof): string {
  return `95 % sure below ${shareOf(share, 1)} 5xx (${counted(requests, 'request')})`;
}

function toGo({ sureBelow: share, mustBeBelow, missingRequests, etaMs }: Proof, needs: Verdict['needs']): string {
  if (share <= mustBeBelow) return 'enough';
  if (needs === 'person') return `${counted(missingRequests, 'request')} short, a person decides`;
  const missing = `${counted(missingRequests, 'more request')}`;
  return etaMs === null ? `${missing} to go` : `${duration(etaMs)} to go`;
}

/** When a bake that goes on beyond its time ends at the latest; null where it waits for stable, however long that takes. */
export function bakesUntil(rollout: RolloutIn<'baking'>): Mrkdwn | null {
  if (rollout.verdict?.ground === 'shared') return null;
  const { bakeMs } = phaseAt(rollout, rollout.phaseIndex);
  return date(rollout.sinceMs + LONGEST_BAKE * bakeMs, needsSeconds(bakeMs) ? 'seconds' : 'time');
}

/** "after 28 min instead of 10 min", where a wait for evidence made the bake longer; else nothing. */
export function bakedLonger(rollout: Rollout): Mrkdwn {
  const beganAtMs = rollout.marks.at(-1)?.atMs;
  if (rollout.state !== 'waiting' || beganAtMs === undefined) return mrkdwn``;
  const { bakeMs } = phaseAt(rollout, rollout.phaseIndex);
  const tookMs = rollout.sinceMs - beganAtMs;
  return tookMs < bakeMs * 1.2 ? mrkdwn`` : mrkdwn`, after ${duration(tookMs)} instead of ${duration(bakeMs)}`;
}
