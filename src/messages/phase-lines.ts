import type { MessageContent } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { duration, needsSeconds } from './figures.ts';
import { line } from './line.ts';
import { date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause, decider, inPlace } from './names.ts';
import { numbersLine } from './numbers.ts';
import { nextPercent, phaseNow, shownPercent } from './progress.ts';

export function shifting(rollout: Rollout, toPercent: number, by: string | null): MessageContent {
  const what = mrkdwn`Moving ${inPlace(rollout)} to ${toPercent} %`;
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
  const bake = now
    ? mrkdwn` Watching for ${duration(now.phase.bakeMs)}${until(beganAtMs, now.phase.bakeMs)}.`
    : mrkdwn``;
  const share =
    rollout.plan.strategy === 'replace'
      ? mrkdwn`The new revision of ${inPlace(rollout)} serves everything.`
      : mrkdwn`The canary of ${inPlace(rollout)} serves ${percent} %.`;
  return line('📈', mrkdwn`${share}${bake}`);
}

function until(beganAtMs: number | undefined, bakeMs: number): Mrkdwn {
  if (beganAtMs === undefined) return mrkdwn``;
  return mrkdwn`, until ${date(beganAtMs + bakeMs, needsSeconds(bakeMs) ? 'seconds' : 'time')}`;
}

export function askedToAdvance(rollout: Rollout, toPercent: number, missing: string | null): MessageContent {
  const next = nextPercent(rollout);
  const press = next === null ? mrkdwn`*Finish rollout*` : mrkdwn`*Advance canary to ${toPercent} %*`;
  const at = mrkdwn`at ${shownPercent(rollout)} %`;
  const numbers = rollout.verdict === null ? null : numbersLine(rollout.verdict);
  if (missing === null) {
    const passed = mrkdwn`${inPlace(rollout)} passed ${at}${numbers === null ? '' : mrkdwn`: ${numbers}`}.`;
    return line('🟡', mrkdwn`${passed} An approver of ${rollout.env} may now press ${press} on the card.`);
  }
  const seen = numbers === null ? mrkdwn`` : mrkdwn` Seen: ${numbers}.`;
  const unsure = mrkdwn`The time ${at} is up, but evidence is missing for ${inPlace(rollout)}: ${clause(missing)}.${seen}`;
  return line('🟡', mrkdwn`${unsure} An approver of ${rollout.env} may press ${press} on the card all the same.`);
}
