import { excludedBy, type Probed, probesOf } from '../core/probing.ts';
import { hasEnded, type Rollout } from '../core/rollout.ts';
import { count, shareOf } from '../core/share.ts';
import { andMore } from './blocks.ts';
import { counted, duration, shareUpTo } from './figures.ts';
import { code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause } from './names.ts';

const MOST_PATHS = 3;

/** "/health, /v1/ping, … and 2 more". */
export function probedPaths(paths: readonly string[]): Mrkdwn {
  const more = andMore(paths.length - MOST_PATHS);
  return joined([...paths.slice(0, MOST_PATHS).map(code), ...(more === '' ? [] : [mrkdwn`${more}`])], ', ');
}

/** How the probes went, in a line that says of what they speak; null where none were sent. */
export function probesLine(rollout: Rollout): Mrkdwn | null {
  const { probed } = rollout;
  const probes = probesOf(rollout);
  if (probed === null || probes === null) return null;
  const sent = mrkdwn`*Probes:* ${count(probed.sent)} of ${probedPaths(probes.paths)}`;
  return mrkdwn`${sent}: ${failed(probed)}, so under ${shareUpTo(excludedBy(probed))} of these paths' requests fail (95 % sure); slowest ${duration(probed.slowestMs)}.`;
}

/** The same on the card, for as long as it matters. */
export function probesRemark(rollout: Rollout): Mrkdwn | null {
  return hasEnded(rollout) || isProbing(rollout) ? null : probesLine(rollout);
}

/** What the card says while they are sent; null before and after. The same until they have ended. */
export function probingLine(rollout: Rollout): Mrkdwn | null {
  const probes = probesOf(rollout);
  if (probes === null || !isProbing(rollout)) return null;
  return mrkdwn`It is healthy; sending it ${counted(probes.requests, 'probe')} of ${probedPaths(probes.paths)}, ${count(probes.perSecond)} a second`;
}

/** The cause of an end without users, and what to do about it. */
export function probeFailure(probed: Probed, most: number): { readonly cause: string; readonly nextStep: string } {
  const { sent, failed: bad, firstFailure } = probed;
  const first = firstFailure === null ? '' : `, the first because ${firstFailure}`;
  return {
    cause: `It is healthy, but ${count(bad)} of ${counted(sent, 'probe')} failed${first}. That is surely more than the ${shareOf(most, 1)} that may.`,
    nextStep: 'Mend the image (or the paths of its probes in the catalog) and deploy again; no user saw it.',
  };
}

/** The rest of a sentence about a revision that was verified; empty where none were sent. */
export function probesDeed({ probed }: Rollout): string {
  return probed === null ? '' : `; ${count(probed.failed)} of ${counted(probed.sent, 'probe')} failed`;
}

function isProbing(rollout: Rollout): boolean {
  const { state, probed } = rollout;
  return state === 'verifying' && probed !== null && probed.sent < (probesOf(rollout)?.requests ?? 0);
}

function failed({ failed: bad, failedWarm, firstFailure }: Probed): Mrkdwn {
  if (bad === 0) return mrkdwn`none failed`;
  const cold = failedWarm === 0 ? mrkdwn` while it was still cold` : mrkdwn``;
  const first = firstFailure === null ? mrkdwn`` : mrkdwn` (${clause(firstFailure)})`;
  return mrkdwn`${count(bad)} failed${cold}${first}`;
}
