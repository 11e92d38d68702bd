import type { MessageContent } from '../core/outgoing.ts';
import { isPreview, type Rollout } from '../core/rollout.ts';
import { charts } from './chart.ts';
import { previewReady } from './deploy-lines.ts';
import { duration, needsSeconds } from './figures.ts';
import { line } from './line.ts';
import { code, date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause, decider, inPlace } from './names.ts';
import { stepWhileUnsure } from './next-step.ts';
import { numbersLine } from './numbers.ts';
import { phaseNow, pressLabel, shownPercent } from './progress.ts';
import { bakedLonger, bakesUntil, lacksEvidence, provedSentence } from './proof.ts';

export function shifting(rollout: Rollout, toPercent: number, by: string | null): MessageContent {
  const what =
    rollout.plan.strategy === 'canary'
      ? mrkdwn`Moving ${inPlace(rollout)} to ${toPercent} %`
      : mrkdwn`Switching all users of ${inPlace(rollout)} to ${code(rollout.canary)}`;
  return by === null
    ? line('➡️', mrkdwn`${what}, by the plan.${seenBefore(rollout)}`)
    : line('➡️', mrkdwn`${what}, by ${decider(by)}.`);
}

/** What the phase that ends now has shown. Where a press was asked for, the line that asked has said it. */
function seenBefore(rollout: Rollout): Mrkdwn {
  const last = rollout.marks.at(-1);
  if (!last || rollout.verdict === null) return mrkdwn``;
  return mrkdwn` At ${last.percent} %: ${numbersLine(rollout.verdict)}.`;
}

export function phaseBegan(rollout: Rollout, percent: number): MessageContent {
  const now = phaseNow(rollout);
  const beganAtMs = rollout.marks.at(-1)?.atMs;
  // A share that others gave before a switch has no time of its own.
  const bake =
    now && now.phase.bakeMs > 0
      ? mrkdwn` Watching for ${duration(now.phase.bakeMs)}${until(beganAtMs, now.phase.bakeMs)}.`
      : mrkdwn``;
  return line('📈', mrkdwn`${shareNow(rollout, percent)}${bake}`);
}

/** A switch has one share only, unless somebody else's was adopted. */
function shareNow(rollout: Rollout, percent: number): Mrkdwn {
  if (rollout.plan.strategy === 'canary') return mrkdwn`The canary of ${inPlace(rollout)} serves ${percent} %.`;
  const share = percent === 100 ? mrkdwn`everything` : mrkdwn`${percent} %`;
  return mrkdwn`The new revision of ${inPlace(rollout)} serves ${share}.`;
}

function until(beganAtMs: number | undefined, bakeMs: number): Mrkdwn {
  if (beganAtMs === undefined) return mrkdwn``;
  return mrkdwn`, until ${date(beganAtMs + bakeMs, needsSeconds(bakeMs) ? 'seconds' : 'time')}`;
}

/** Its time is over; what is missing may still come by itself. */
export function bakesOn(rollout: Rollout, because: string): MessageContent {
  const what = mrkdwn`${inPlace(rollout)} is watched longer than planned at ${shownPercent(rollout)} %: ${clause(because)}.`;
  const step = stepWhileUnsure(rollout);
  return line(
    rollout.verdict?.ground === 'shared' ? '🧊' : '⏳',
    mrkdwn`${what}${untilWhen(rollout)} ${step ?? 'Nobody has to do anything yet'}.`,
  );
}

function untilWhen(rollout: Rollout): Mrkdwn {
  if (rollout.state !== 'baking') return mrkdwn``;
  return mrkdwn` Until ${bakesUntil(rollout)} at most; then an approver of ${rollout.env} is asked.`;
}

export function askedToAdvance(rollout: Rollout, missing: string | null): MessageContent {
  if (isPreview(rollout))
    return line('🟡', mrkdwn`${inPlace(rollout)} still waits for its switch. ${previewReady(rollout)}`);
  const press = mrkdwn`*${pressLabel(rollout)}*`;
  const at = mrkdwn`at ${shownPercent(rollout)} %`;
  const numbers = rollout.verdict === null ? null : numbersLine(rollout.verdict);
  const sure = rollout.verdict === null ? mrkdwn`` : provedSentence(rollout.verdict, missing);
  if (missing === null) {
    const passed = mrkdwn`${inPlace(rollout)} passed ${at}${numbers === null ? '' : mrkdwn`: ${numbers}`}.${sure}`;
    return asked(rollout, mrkdwn`${passed} An approver of ${rollout.env} may now press ${press} on the card.`);
  }
  const seen = numbers === null ? mrkdwn`` : mrkdwn` Seen: ${numbers}.${sure}`;
  const time = mrkdwn`The time ${at} is up${bakedLonger(rollout)}`;
  const step = rollout.verdict?.ground === 'evidence' ? null : stepWhileUnsure(rollout);
  const todo = step === null ? mrkdwn`` : mrkdwn` ${step}.`;
  const but = lacksEvidence(rollout)
    ? mrkdwn`but evidence is missing for ${inPlace(rollout)}`
    : mrkdwn`but ${inPlace(rollout)} has not passed`;
  const unsure = mrkdwn`${time}, ${but}: ${clause(missing)}.${seen}${todo}`;
  return asked(rollout, mrkdwn`${unsure} An approver of ${rollout.env} may press ${press} on the card all the same.`);
}

function asked(rollout: Rollout, text: Mrkdwn): MessageContent {
  return line('🟡', text, text, charts(rollout));
}
