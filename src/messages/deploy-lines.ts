import { never } from '../core/never.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { isPreview, type Plan, type Rollout } from '../core/rollout.ts';
import { duration } from './figures.ts';
import { line } from './line.ts';
import { address, code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause, fullImageName, imageName, inPlace, stableName, words } from './names.ts';
import { probesLine } from './probes.ts';
import { pressLabel } from './progress.ts';

/** Who started it stands on the card, which is posted in the same moment: a second mention would call them twice. */
export function started(rollout: Rollout): MessageContent {
  const because = rollout.because === null ? mrkdwn`` : mrkdwn` because “${words(rollout.because)}”`;
  const what = mrkdwn`Started ${inPlace(rollout)}: ${imageName(rollout.image)}${because}.`;
  const lines = [what, planLine(rollout), ...answeredFor(rollout.plan)];
  return line('▶️', joined(lines, '\n'), mrkdwn`${what}`);
}

/** What the requester confirmed by starting it: it stands in the thread for good. */
function answeredFor({ checklist }: Plan): readonly Mrkdwn[] {
  if (checklist.length === 0) return [];
  const items = joined(
    checklist.map((item) => mrkdwn`${item}`),
    '; ',
  );
  return [mrkdwn`Confirmed by whoever started it: ${items}.`];
}

function planLine(rollout: Rollout): Mrkdwn {
  const { plan, stable } = rollout;
  if (stable === null) {
    return mrkdwn`Plan: create it with this revision alone, verify it, watch it at ${watched(plan)}. Nothing served before, so there is nothing to go back to.`;
  }
  const now = mrkdwn`Live until now: ${fullImageName(stable.image)} in ${code(stable.revision)}.`;
  return mrkdwn`Plan: ${steps(plan)}. ${now}`;
}

function watched({ phases }: Plan): Mrkdwn {
  const shares = phases.filter(({ percent }) => percent > 0);
  return joined(
    shares.map((phase) => mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)}`),
    ' → ',
  );
}

function steps(plan: Plan): Mrkdwn {
  if (plan.singleWriter) return mrkdwn`stop the old one, start the new one, watch it at ${watched(plan)}`;
  switch (plan.strategy) {
    case 'canary':
      return watched(plan);
    case 'blue-green':
      return mrkdwn`start the new one without users, switch when somebody has looked at it, watch it at ${watched(plan)}`;
    case 'replace':
      return mrkdwn`start the new one without users, switch by itself, watch it at ${watched(plan)}`;
    default:
      return never(plan.strategy);
  }
}

export function revisionCreated(rollout: Rollout): MessageContent {
  const created = rollout.stable
    ? mrkdwn`Revision ${code(rollout.canary)} created; it has no traffic yet.`
    : mrkdwn`Revision ${code(rollout.canary)} created; it serves as soon as it is ready.`;
  return line('🔹', created);
}

export function revisionReady(rollout: Rollout, tookMs: number): MessageContent {
  return line('🔹', mrkdwn`Revision ${code(rollout.canary)} is ready after ${duration(tookMs)}.`);
}

export function singleWriterStopped(rollout: Rollout): MessageContent {
  return line('🔸', mrkdwn`${stableName(rollout)} has stopped. ${inPlace(rollout)} is down until the new one serves.`);
}

export function singleWriterStarting(rollout: Rollout): MessageContent {
  return line('🔹', mrkdwn`Starting ${code(rollout.canary)}.`);
}

export function verified(rollout: Rollout, detail: string): MessageContent {
  const healthy = mrkdwn`${code(rollout.canary)} answers as it should: ${clause(detail)}.`;
  const probes = probesLine(rollout);
  const answers = probes === null ? healthy : mrkdwn`${healthy}\n${probes}`;
  return isPreview(rollout) ? line('🟡', mrkdwn`${answers} ${previewReady(rollout)}`) : line('☑️', answers);
}

/** What is asked of people before any user is on it: to look, and then to switch. */
export function previewReady(rollout: Rollout): Mrkdwn {
  const { previewUrl, env } = rollout;
  const where = previewUrl === null ? mrkdwn`` : mrkdwn` Look at it: ${address(previewUrl)}`;
  const press = mrkdwn`An approver of ${env} may press *${pressLabel(rollout)}* on the card.`;
  return mrkdwn`No user is on it yet.${where}\n${press}`;
}
