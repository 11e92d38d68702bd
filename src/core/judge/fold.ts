import { betBeyondLimit, betOnErrors } from './bet-on-errors.ts';
import { betOnMissing } from './bet-on-missing.ts';
import { betOnSlow, betOnSlowMinute } from './bet-on-slow.ts';
import { addClump } from './clumps.ts';
import type { Ledger } from './ledger.ts';
import { newLeg, wagersOf } from './ledger.ts';
import type { Minute, Moment, Story } from './moments.ts';
import { isMinute } from './moments.ts';
import type { Scene, Setting } from './scene.ts';
import { isInTrouble, remember, sceneOf, wasInTrouble } from './scene.ts';
import { dueAt } from './start-money.ts';
import { addTo, ratio } from './tally.ts';
import { putIn } from './wager.ts';
import { joined, warm } from './warm-up.ts';

/**
 * Folds all that ends by `untilMs` into the ledger, which is changed: both sources in order of their ends, so that it does
 * not matter how often the story was cut.
 */
export function foldStory(ledger: Ledger, { moments, minutes }: Story, setting: Setting, untilMs: number): void {
  let next = 0;
  for (const moment of moments) {
    const endMs = endOf(moment);
    if (endMs > untilMs) break;
    for (; next < minutes.length; next++) {
      const minute = minutes[next];
      if (!minute || endOf(minute) >= endMs) break;
      foldMinute(ledger, minute, setting);
    }
    foldMoment(ledger, moment, setting);
  }
  for (const minute of minutes.slice(next)) if (endOf(minute) <= untilMs) foldMinute(ledger, minute, setting);
}

function endOf({ atMs, lengthMs }: { readonly atMs: number; readonly lengthMs: number }): number {
  return atMs + lengthMs;
}

function foldMoment(ledger: Ledger, moment: Moment, setting: Setting): void {
  remember(ledger, moment, setting);
  const scene = sceneOf(moment, ledger, setting);
  if (!scene) return;
  const due = dueAt(ledger.start, { atMs: moment.atMs, shifts: scene.legIndex, windowMs: setting.trial.windowMs });
  if (due > 0) for (const wager of wagersOf(ledger)) putIn(wager, due);
  if (ledger.leg.index !== scene.legIndex) beginLeg(ledger, scene, setting);
  betOnErrors(ledger, moment, scene, setting);
  betBeyondLimit(ledger, moment, scene, setting);
  betOnSlow(ledger, moment, scene, setting);
  if (isCountedHere(moment, setting)) betOnMissing(ledger, moment, scene, setting);
  addUp(ledger, moment, scene, setting);
}

function beginLeg(ledger: Ledger, { legIndex }: Scene, setting: Setting): void {
  ledger.warmUps = joined(ledger.warmUps, ledger.leg.warmUp);
  ledger.leg = newLeg(legIndex, ledger.warmUps, wasInTrouble(ledger, setting));
}

/** Where the log has only bad requests a window's others are a part of a minute of Monitoring's, which counts itself. */
function isCountedHere(moment: Moment, { log }: Setting): boolean {
  return moment.isCounted && (log === 'whole' || isMinute(moment));
}

function addUp(ledger: Ledger, moment: Moment, scene: Scene, setting: Setting): void {
  const { canary, stable, atMs } = moment;
  const isCounted = isCountedHere(moment, setting);
  if (isCounted && countsAsEvidence(scene, setting)) addTo(ledger.evidence, moment);
  if (scene.isWarm && !scene.isTrouble && !scene.isAlone) warm(ledger.leg.warmUp, scene.age, canary);
  if (!scene.isTrouble && !scene.isAlone) addClump(ledger.clumps, stable);
  const { leg } = ledger;
  addTo(leg.sum, moment);
  if (isCounted) leg.sum.counted += canary.requests;
  if (canary.errors > 0) leg.firstBadAtMs ??= atMs;
  ledger.failedMore += canary.errors - canary.requests * ratio(stable.errors, stable.requests);
}

/** What cold instances do and what a shared cause does proves nothing, nor what is only measured when it is too late. */
function countsAsEvidence({ isWarm, isTrouble, isAlone }: Scene, { trial }: Setting): boolean {
  return !isWarm && !isTrouble && !(isAlone && trial.hasStable);
}

/** Minutes of Monitoring's are the only thing that counts where the log has no more than the bad requests. */
function foldMinute(ledger: Ledger, minute: Minute, setting: Setting): void {
  const scene = sceneOf(minute, ledger, setting);
  if (!scene) return;
  if (minute.standsIn || setting.log !== 'whole') betOnSlowMinute(ledger, minute, scene, setting);
  if (!minute.standsIn && setting.log !== 'whole') betOnMissing(ledger, minute, scene, setting);
  const isTrouble = isInTrouble(minute.stable, setting);
  if (countsAsEvidence({ ...scene, isTrouble }, setting)) addTo(ledger.minuteEvidence, minute);
  const isNew = !minute.standsIn && setting.log !== 'whole' && scene.legIndex === ledger.leg.index;
  if (isNew) ledger.leg.sum.counted += minute.canary.requests;
}
