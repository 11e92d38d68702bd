import { count, shareWithCount } from '../share.ts';
import type { Ground, Proof } from '../verdict.ts';
import { tailChance } from './chance.ts';
import { clumpSize } from './clumps.ts';
import { isParity, stableShare } from './proof.ts';
import { answersTooLittle } from './rule-missing.ts';
import { nearlyExhausted } from './rule-resources.ts';
import { isHot } from './scene.ts';
import { ratio } from './tally.ts';
import type { View } from './view.ts';
import { windows } from './view.ts';
import { moneyOf } from './wager.ts';
import { compared, lasting, percent, proved } from './wording.ts';

/**
 * What forbids to advance now. `trouble`: a shared cause that passes, for which nobody is asked; `hopeless`: more time will
 * not bring it.
 */
export type Blocker = {
  readonly ground: Ground;
  readonly text: string;
  readonly why: 'trouble' | 'hopeless' | 'time';
};

const block = (ground: Ground, text: string, why: Blocker['why'] = 'time'): readonly Blocker[] => [
  { ground, text, why },
];
const NO: readonly Blocker[] = [];

/** In the order in which they are said. */
export function blockersOf(view: View, proof: Proof): readonly Blocker[] {
  const always = [
    view.isAlone ? troubleFromBefore(view) : trouble(view),
    alerts(view),
    blindness(view),
    unfinished(view),
    tooFew(view),
    failingNow(view),
    full(view),
  ];
  if (view.isAlone && view.trial.hasStable) return always.flat();
  return [...always, evidence(view, proof), overLimit(view), worse(view), tooSlow(view), missing(view)].flat();
}

/** Stable fails too: in the last minute or the last three, or all of a sudden in its newest windows. */
function trouble(view: View): readonly Blocker[] {
  const { spans, before, params } = view;
  const shares = [spans[0], spans[1]].map(({ stable }) =>
    stable.errors >= 3 ? ratio(stable.errors, stable.requests) : 0,
  );
  const share = Math.max(...shares);
  if (!isHot(share, before, params)) return suddenTrouble(view);
  return block(
    'shared',
    `stable is failing too (${percent(share)}): a shared cause, rolling back would not help`,
    'trouble',
  );
}

/** So unusual is an accident once in a thousand looks. */
const SUDDEN = 0.001;
const NEWEST = 3;

/** An outage that begins at this very moment shows in stable's newest windows, whole or not, before it shows in a minute. */
function suddenTrouble(view: View): readonly Blocker[] {
  let errors = 0;
  let requests = 0;
  for (const { stable } of view.moments.slice(-NEWEST)) {
    errors += stable.errors;
    requests += stable.requests;
  }
  const usual = Math.max(view.warning, view.params.timesStable * stableShare(view));
  if (errors < 2 || tailChance(errors, requests, usual) >= SUDDEN) return NO;
  return block('shared', `stable has just begun to fail (${shareWithCount(errors, requests)})`, 'trouble');
}

/** With nothing beside it: stable was failing already when the canary got everything, and the service still fails. */
function troubleFromBefore(view: View): readonly Blocker[] {
  const { errors, requests } = view.spans[1].canary;
  if (!view.beganInTrouble || !isHot(ratio(errors, requests), view.before, view.params)) return NO;
  return block('shared', 'stable was failing too when the canary got all traffic: a shared cause', 'trouble');
}

function alerts({ seen }: View): readonly Blocker[] {
  const fresh = seen.openAlerts.filter(({ name }) => !seen.history.openAlerts.includes(name));
  return fresh.length === 0
    ? NO
    : block('alert', `alert open: ${fresh.map(({ policy }) => policy).join(', ')}`, 'trouble');
}

/** Neither source says anything about the last while. */
function blindness(view: View): readonly Blocker[] {
  const { seen, params } = view;
  const isDeaf = seen.log === 'blind' || lagMs(seen, seen.heardUntilMs) > windows(view, params.unheard);
  const isUncounted = lagMs(seen, seen.countedUntilMs) > windows(view, params.uncounted);
  return isDeaf && isUncounted
    ? block('blind', 'neither the request log nor Monitoring says anything about the last minutes')
    : NO;
}

/** How long ago a source ended; one that never began, for ever. */
function lagMs({ nowMs }: View['seen'], untilMs: number | null): number {
  return untilMs === null ? Number.POSITIVE_INFINITY : nowMs - untilMs;
}

/** Windows after which a log that has not told of the end of a phase is taken for one that is not heard. */
const LATEST = 8;

/**
 * A phase is judged on the whole of it: what had not arrived when its time was over may be where a fault begins. Where the
 * log is not heard, or is blind, Monitoring's minutes are waited for; when they do not come either, see `blindness`.
 */
function unfinished(view: View): readonly Blocker[] {
  const { seen, trial, bakeMs, params } = view;
  const overMs = trial.bakedMs - bakeMs;
  const hasGap = endHeardMs(view) < Math.min(windows(view, LATEST), bakeMs) / 2;
  // One window more: an outage that begins with the advance would be in it.
  const isHeard = seen.log !== 'blind' && !hasGap && lagMs(seen, seen.heardUntilMs) + windows(view, 1) <= overMs;
  const isDeaf = seen.log === 'blind' || hasGap || overMs >= windows(view, LATEST);
  const isCounted = isDeaf && lagMs(seen, seen.countedUntilMs) <= overMs;
  if (overMs < 0 || isHeard || isCounted || overMs >= windows(view, params.uncounted)) return NO;
  return block('arriving', 'the end of the phase has not been heard yet');
}

/** How much was heard of the last windows of the phase: what is missing lies in a gap. */
function endHeardMs(view: View): number {
  const { seen, trial, bakeMs } = view;
  const endMs = seen.nowMs - (trial.bakedMs - bakeMs);
  const last = seen.windows.filter(({ atMs }) => atMs < endMs && atMs >= endMs - windows(view, LATEST));
  return last.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
}

function tooFew({ leg, criteria }: View): readonly Blocker[] {
  const least = Math.max(1, criteria.minRequests);
  if (leg.counted >= least) return NO;
  return block('evidence', `${count(leg.counted)} of ${count(least)} canary requests counted in this phase`);
}

function failingNow(view: View): readonly Blocker[] {
  const { canary } = view.spans[0];
  const share = ratio(canary.errors, canary.requests);
  const usual = view.isAlone ? view.before : stableShare(view);
  if (canary.errors < 2 || share <= Math.max(view.critical, view.params.timesStable * usual)) return NO;
  return block('errors', `failing right now: ${compared('5xx', 'errors', view.spans[0])}`);
}

function full(view: View): readonly Blocker[] {
  const found = nearlyExhausted(view);
  return found === null ? NO : block(found.ground, found.text);
}

function evidence(view: View, proof: Proof): readonly Blocker[] {
  const { sureBelow, mustBeBelow, missingRequests, etaMs } = proof;
  if (sureBelow <= mustBeBelow) return NO;
  const leftMs = view.params.patience * view.bakeMs - view.trial.bakedMs;
  const more = `${count(missingRequests)} more request${missingRequests === 1 ? '' : 's'}`;
  const eta = etaMs === null ? '' : `, about ${lasting(etaMs)} to go`;
  const isHopeless = etaMs === null || etaMs > leftMs;
  const text = `${proved(proof)}, needs ${percent(mustBeBelow)}: ${more}${eta}`;
  return block('evidence', text, isHopeless ? 'hopeless' : 'time');
}

/**
 * Not compatible with the limit: P(so many | limit, or stable's own share) below 10 %. Errors that come in clumps are
 * counted as clumps, as stable's come.
 */
function overLimit(view: View): readonly Blocker[] {
  const { errors, requests } = view.evidence.canary;
  const clump = clumpSize(view.ledger.clumps);
  const limit = isParity(view) ? stableShare(view) : view.criteria.maxErrorShare;
  if (tailChance(errors / clump, requests / clump, limit) >= view.params.compatible) return NO;
  return block(
    'errors',
    `5xx of the canary at ${percent(ratio(errors, requests))} (${count(errors)} of ${count(requests)}), over ${percent(limit)}`,
  );
}

/** Probably worse than stable, without any margin; not sure enough to roll back. */
function worse(view: View): readonly Blocker[] {
  const { worse: wager } = view.ledger.wagers;
  if (moneyOf(wager) < view.params.worseOdds || wager.hits < view.params.fewestWindows) return NO;
  const { canary, stable } = view.evidence;
  const [ours, theirs] = [ratio(canary.errors, canary.requests), ratio(stable.errors, stable.requests)];
  return block('errors', `probably worse than stable: ${percent(ours)} against ${percent(theirs)} errors`);
}

/** p99 over its limit, which is a share of slow requests that 1 % (or stable's own) would hardly ever show. */
function tooSlow(view: View): readonly Blocker[] {
  const { canary, stable } = view.evidence;
  const { maxSlowShare, slowOverMs } = view.criteria;
  const usual = Math.max(maxSlowShare, ratio(stable.slow, stable.requests));
  if (tailChance(canary.slow, canary.requests, usual) < view.params.doubt) {
    return block(
      'slow',
      `${percent(ratio(canary.slow, canary.requests))} of the canary's requests take over ${slowOverMs} ms`,
    );
  }
  if (tailChance(canary.verySlow, canary.requests, maxSlowShare) >= view.params.doubt) return NO;
  return block(
    'slow',
    `${percent(ratio(canary.verySlow, canary.requests))} of the canary's requests take over ${2 * slowOverMs} ms`,
  );
}

function missing(view: View): readonly Blocker[] {
  return answersTooLittle(view) ? block('silent', 'the canary answers fewer requests than its share') : NO;
}
