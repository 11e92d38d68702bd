import type { MessageContent } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { duration } from './figures.ts';
import { line } from './line.ts';
import { code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause, fullImageName, imageName, inPlace, words } from './names.ts';

/** Who started it stands on the card, which is posted in the same moment: a second mention would call them twice. */
export function started(rollout: Rollout): MessageContent {
  const because = rollout.because === null ? mrkdwn`` : mrkdwn` because “${words(rollout.because)}”`;
  const what = mrkdwn`Started ${inPlace(rollout)}: ${imageName(rollout.image)}${because}.`;
  return line('▶️', mrkdwn`${what}\n${planLine(rollout)}`, mrkdwn`${what}`);
}

function planLine(rollout: Rollout): Mrkdwn {
  const { phases, strategy } = rollout.plan;
  const steps = phases.map((phase) => mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)}`);
  const plan = joined(steps, ' → ');
  const now = mrkdwn`Live until now: ${fullImageName(rollout.stable.image)} in ${code(rollout.stable.revision)}.`;
  return strategy === 'replace'
    ? mrkdwn`Plan: stop the old one, start the new one, watch it at ${plan}. ${now}`
    : mrkdwn`Plan: ${plan}. ${now}`;
}

export function revisionCreated(rollout: Rollout): MessageContent {
  return line('🔹', mrkdwn`Revision ${code(rollout.canary)} created; it has no traffic yet.`);
}

export function revisionReady(rollout: Rollout, tookMs: number): MessageContent {
  return line('🔹', mrkdwn`Revision ${code(rollout.canary)} is ready after ${duration(tookMs)}.`);
}

export function singleWriterStopped(rollout: Rollout): MessageContent {
  return line(
    '🔸',
    mrkdwn`${code(rollout.stable.revision)} has stopped. ${inPlace(rollout)} is down until the new one serves.`,
  );
}

export function singleWriterStarting(rollout: Rollout): MessageContent {
  return line('🔹', mrkdwn`Starting ${code(rollout.canary)}.`);
}

export function verified(rollout: Rollout, detail: string): MessageContent {
  return line('☑️', mrkdwn`${code(rollout.canary)} answers as it should: ${clause(detail)}.`);
}
