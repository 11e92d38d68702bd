import { never } from '../core/never.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { PatternSummary } from '../core/patterns.ts';
import type { Rollout, RolloutIn } from '../core/rollout.ts';
import { type Block, context, type Field, fields } from './blocks.ts';
import { byTheClock } from './by-the-clock.ts';
import { topPatternCount } from './error-summary.ts';
import { count, duration, shareOf } from './figures.ts';
import { line } from './line.ts';
import { code, date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, fullImageName, imageName, inPlace, reasonText, shareLeft, words } from './names.ts';
import { hasMovedTraffic } from './progress.ts';

const DAY_MS = 24 * 60 * 60_000;

type Ended = RolloutIn<'succeeded' | 'rolledBack' | 'aborted' | 'failed'>;

/** The last word on a rollout, with the fields of product.md A24; what has no source is left out. */
export function endNotice(rollout: Ended, patterns: PatternSummary | null): MessageContent {
  switch (rollout.state) {
    case 'succeeded':
      return succeeded(rollout);
    case 'rolledBack':
      return rolledBack(rollout, patterns);
    case 'aborted':
      return aborted(rollout);
    case 'failed':
      return failed(rollout, patterns);
    default:
      return never(rollout);
  }
}

function succeeded(rollout: RolloutIn<'succeeded'>): MessageContent {
  const text = mrkdwn`*${inPlace(rollout)} is deployed*: ${imageName(rollout.image)} serves all traffic.`;
  return notice('✅', rollout, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    { label: 'Service', value: mrkdwn`${inPlace(rollout)}` },
    { label: 'Status', value: mrkdwn`${code(rollout.canary)} at 100 %` },
    { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
    { label: 'Next', value: mrkdwn`Monitor for 1 hour, until ${date(rollout.endedAtMs + DAY_MS / 24)}` },
  ]);
}

function rolledBack(rollout: RolloutIn<'rolledBack'>, patterns: PatternSummary | null): MessageContent {
  const { reason, decidedAtMs, endedAtMs } = rollout;
  const from = shareLeft(rollout, rollout.fromPercent);
  const text = mrkdwn`*${inPlace(rollout)} is rolled back*${from}, by ${decider(reason.who)}${reasonText(reason)}.`;
  const top = topPatternCount(patterns);
  return notice('⏪', rollout, text, [
    { label: 'Version', value: rollout.kind === 'rollback' ? code(rollout.canary) : imageName(rollout.image) },
    { label: 'Reason', value: mrkdwn`${words(reason.text).trim() || 'None given'}` },
    {
      label: 'Rolled back to',
      value: mrkdwn`${code(rollout.stable.revision)} ${fullImageName(rollout.stable.image)}`,
    },
    {
      label: 'Time',
      value: mrkdwn`${date(endedAtMs, 'day')}, ${duration(endedAtMs - decidedAtMs)} after the decision`,
    },
    { label: 'Status', value: mrkdwn`${code(rollout.stable.revision)} serves all traffic` },
    rollout.downtimeMs === null ? null : { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
    top === null ? null : { label: 'Error patterns', value: mrkdwn`${top}` },
    { label: 'Action', value: mrkdwn`Frozen until somebody says ${code(unfreezeCommand(rollout))}` },
    { label: 'Review', value: mrkdwn`By ${date(endedAtMs + DAY_MS, 'day')}` },
  ]);
}

function aborted(rollout: RolloutIn<'aborted'>): MessageContent {
  const { reason } = rollout;
  const moved = hasMovedTraffic(rollout);
  const traffic = moved ? mrkdwn`All traffic is back on` : mrkdwn`No traffic had moved; it stays on`;
  const text = mrkdwn`*${inPlace(rollout)} is aborted* by ${decider(reason.who)}${reasonText(reason)}. ${traffic} ${code(rollout.stable.revision)}.`;
  return notice('⏹️', rollout, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    rollout.downtimeMs === null ? null : { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
  ]);
}

function failed(rollout: RolloutIn<'failed'>, patterns: PatternSummary | null): MessageContent {
  const text = mrkdwn`*${inPlace(rollout)} failed*: ${words(rollout.cause)}`;
  const top = topPatternCount(patterns);
  return notice('❌', rollout, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    { label: 'Status', value: mrkdwn`No traffic moved; ${code(rollout.stable.revision)} serves` },
    top === null ? null : { label: 'Error patterns', value: mrkdwn`${top}` },
    { label: 'Next step', value: mrkdwn`${words(rollout.nextStep)}` },
  ]);
}

function notice(sign: string, rollout: Ended, text: Mrkdwn, list: readonly (Field | null)[]): MessageContent {
  const clock = byTheClock(rollout);
  const more: readonly Block[] = [fields(list), ...(clock === null ? [] : [context(mrkdwn`By the clock:`), clock])];
  return line(sign, text, text, more);
}

function period(rollout: Ended): Mrkdwn {
  const { requestedAtMs, endedAtMs } = rollout;
  return mrkdwn`${date(requestedAtMs, 'day')} to ${date(endedAtMs)}, ${duration(endedAtMs - requestedAtMs)}`;
}

/** A canary is never down: the old revision serves until the new one does. */
function downtime(rollout: Rollout): Mrkdwn {
  return rollout.downtimeMs === null ? mrkdwn`None` : mrkdwn`${duration(rollout.downtimeMs)}`;
}

/** Over all phases, from the rollout's own clock; null where nothing was counted. */
function errorRate(rollout: Rollout): Field | null {
  const sum = (of: 'requests' | 'errors') => rollout.marks.reduce((total, mark) => total + mark[of], 0);
  const requests = sum('requests');
  if (requests === 0) return null;
  const errors = sum('errors');
  const value = mrkdwn`${shareOf(errors, requests)} of the canary (${count(errors)} of ${count(requests)})`;
  return { label: 'Error rate', value };
}

function unfreezeCommand({ service, env }: Rollout): string {
  return `/deploy unfreeze ${service} ${env}`;
}
