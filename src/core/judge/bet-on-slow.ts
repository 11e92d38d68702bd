import { fairPart, overAllowed } from './bet-on-errors.ts';
import type { Ledger, SlowReading } from './ledger.ts';
import type { Moment } from './moments.ts';
import { isMinute } from './moments.ts';
import type { Scene, Setting } from './scene.ts';
import { isHot } from './scene.ts';
import type { MinuteWindow } from './seen.ts';
import type { Pair } from './tally.ts';
import { addTo, newPair, ratio } from './tally.ts';
import { allowedPart, bet } from './wager.ts';

/** Where a third of stable is slow nothing is beyond three times its share: no bet on that can be won. */
const MOST_SHARE = 1;

/**
 * p99 is under its limit exactly when fewer than 1 % of the requests are slower than it: latency is counted and bet on
 * like errors, without a percentile. Slow requests come in waves, so four windows are taken together.
 */
export function betOnSlow(ledger: Ledger, moment: Moment, scene: Scene, setting: Setting): void {
  const { trial, params } = setting;
  if (scene.isAlone || scene.isWarm || isMinute(moment)) return;
  const width = params.slowGroup * trial.windowMs;
  const slot = Math.floor(moment.atMs / width);
  const open = ledger.slowGroup;
  if (open && open.slot !== slot) close(ledger, scene, setting);
  ledger.slowGroup ??= { slot, sum: newPair(), share: 0, atMs: moment.atMs };
  addTo(ledger.slowGroup.sum, moment);
  ledger.slowGroup.share = Math.max(ledger.slowGroup.share, moment.canaryShare);
  if (moment.atMs + moment.lengthMs >= (slot + 1) * width) close(ledger, scene, setting);
}

function close(ledger: Ledger, scene: Scene, setting: Setting): void {
  const group = ledger.slowGroup;
  ledger.slowGroup = null;
  if (group) betGroup(ledger, 'log', group, { scene, setting });
}

/** Monitoring knows latency by the bucket that holds the limit: both readings are bet on, and both must win. */
export function betOnSlowMinute(ledger: Ledger, minute: MinuteWindow, scene: Scene, setting: Setting): void {
  if (scene.isAlone || scene.isWarm) return;
  const { atMs, canaryShare: share, canary, stable, possibly } = minute;
  betGroup(ledger, 'surely', { sum: { canary, stable }, share, atMs }, { scene, setting });
  betGroup(ledger, 'possibly', { sum: possiblySlow({ canary, stable }, possibly), share, atMs }, { scene, setting });
}

/** The other reading: everything that may have been slow was. */
export function possiblySlow({ canary, stable }: Pair, possibly: MinuteWindow['possibly']): Pair {
  const read = (tally: Pair['canary'], more: MinuteWindow['possibly']['canary']) => ({
    ...tally,
    slow: Math.max(tally.slow, more.slow),
    verySlow: Math.max(tally.verySlow, more.verySlow),
  });
  return { canary: read(canary, possibly.canary), stable: read(stable, possibly.stable) };
}

type Group = { readonly sum: Pair; readonly share: number; readonly atMs: number };

function betGroup(
  ledger: Ledger,
  reading: SlowReading,
  { sum, share, atMs }: Group,
  { scene, setting }: { readonly scene: Scene; readonly setting: Setting },
): void {
  const { params, before } = setting;
  const { canary, stable } = sum;
  const fair = fairPart(sum, share);
  const isTrouble = stable.errors >= 2 && isHot(ratio(stable.errors, stable.requests), before, params);
  const part = allowedPart(fair, isTrouble ? params.marginInTrouble : params.margin);
  const most = params.mostPerWindow;
  for (const what of ['slow', 'verySlow'] as const) {
    const wagers = ledger.slow[reading];
    const all = canary[what] + stable[what];
    if (all > 0) bet(wagers[what], canary[what] / all / part, { most, atMs });
    if (canary.requests <= 0) continue;
    const floor = params.timesSlow * scene.leg.criteria.maxSlowShare;
    const allowed = Math.min(MOST_SHARE, Math.max(floor, params.timesStable * ratio(stable[what], stable.requests)));
    bet(wagers[`${what}Beyond`], overAllowed(canary, what, allowed), { most, atMs });
  }
}
