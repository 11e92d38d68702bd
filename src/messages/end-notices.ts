import { never } from '../core/never.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { ErrorGlance } from '../core/patterns/glance.ts';
import { beganAtMs, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { shareWithCount } from '../core/share.ts';
import { type Block, type Field, fields } from './blocks.ts';
import { byTheClock } from './by-the-clock.ts';
import { chartOfFault, charts } from './chart.ts';
import { detection } from './detection.ts';
import { glanceText } from './error-glance.ts';
import { duration, needsSeconds } from './figures.ts';
import { sharesText } from './foreign-words.ts';
import { line } from './line.ts';
import { code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, fullImageName, imageName, imageTag, inPlace, reasonText, shareLeft, words } from './names.ts';
import { stepAfterRollback } from './next-step.ts';
import { hadNoUsers, hasMovedTraffic, judgedPhase } from './progress.ts';
import { failsAsMuch, IMAGE_IS_NOT_IT } from './shared-outage.ts';

const DAY_MS = 24 * 60 * 60_000;

type Ended = RolloutIn<'succeeded' | 'rolledBack' | 'aborted' | 'failed'>;

/** The last word on a rollout, with the fields of product.md A24; what has no source is left out. */
export function endNotice(rollout: Ended, errors: ErrorGlance | null): MessageContent {
  switch (rollout.state) {
    case 'succeeded':
      return succeeded(rollout);
    case 'rolledBack':
      return rolledBack(rollout, errors);
    case 'aborted':
      return aborted(rollout);
    case 'failed':
      return failed(rollout, errors);
    default:
      return never(rollout);
  }
}

function succeeded(rollout: RolloutIn<'succeeded'>): MessageContent {
  const text = mrkdwn`*${inPlace(rollout)} is deployed*: ${imageTag(rollout.image)} serves all traffic.`;
  return notice('✅', rollout, text, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    { label: 'Service', value: mrkdwn`${inPlace(rollout)}` },
    { label: 'Status', value: mrkdwn`${code(rollout.canary)} at 100 %` },
    { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
    latency(rollout),
    goOnWatching(rollout),
  ]);
}

/** For as long again as its last phase was watched; nothing where that is not watched at all. */
function goOnWatching(rollout: RolloutIn<'succeeded'>): Field | null {
  const watchMs = judgedPhase(rollout)?.bakeMs ?? 0;
  if (watchMs === 0) return null;
  const until = date(rollout.endedAtMs + watchMs, needsSeconds(watchMs) ? 'seconds' : 'time');
  return { label: 'Next', value: mrkdwn`Monitor for ${duration(watchMs)}, until ${until}` };
}

function rolledBack(rollout: RolloutIn<'rolledBack'>, errors: ErrorGlance | null): MessageContent {
  const { reason, decidedAtMs, endedAtMs } = rollout;
  const from = shareLeft(rollout, rollout.fromPercent);
  const text = mrkdwn`*${inPlace(rollout)} is rolled back*${from}${byWhom(rollout)}`;
  const glance = glanceText(errors);
  const found = detection(rollout);
  const step = failsAsMuch(rollout) ? null : stepAfterRollback(rollout);
  const more = [
    ...(found === null ? [] : [mrkdwn`*Detected* ${found}.`]),
    ...(step === null ? [] : [mrkdwn`*Next step:* ${step}.`]),
  ];
  const shown = joined([mrkdwn`${text}.`, ...more], '\n');
  return notice('⏪', rollout, shown, joined([mrkdwn`${text}${reasonText(reason)}.`, ...more], ' '), [
    { label: 'Reason', value: mrkdwn`${words(reason.text).trim() || 'None given'}` },
    { label: 'Version', value: rollout.kind === 'rollback' ? code(rollout.canary) : imageName(rollout.image) },
    {
      label: 'Rolled back to',
      value: mrkdwn`${code(rollout.stable.revision)} ${fullImageName(rollout.stable.image)}`,
    },
    {
      label: 'Time',
      value: mrkdwn`${date(endedAtMs, 'daySeconds')}, ${duration(endedAtMs - decidedAtMs)} after the decision`,
    },
    { label: 'Status', value: hadNoUsers(rollout) ? mrkdwn`No user had been on it` : mrkdwn`All traffic is back` },
    rollout.downtimeMs === null ? null : { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
    failsAsMuch(rollout) ? { label: 'But', value: mrkdwn`${IMAGE_IS_NOT_IT}` } : null,
    glance === null ? null : { label: 'Errors', value: glance },
    { label: 'Action', value: mrkdwn`Frozen until somebody says ${code(unfreezeCommand(rollout))}` },
    { label: 'Review', value: mrkdwn`By ${date(endedAtMs + DAY_MS, 'day')}` },
  ]);
}

function aborted(rollout: RolloutIn<'aborted'>): MessageContent {
  const { reason } = rollout;
  const text = mrkdwn`*${inPlace(rollout)} is aborted* by ${decider(reason.who)}${reasonText(reason)}. ${whereTrafficIs(rollout)}`;
  return notice('⏹️', rollout, text, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    rollout.downtimeMs === null ? null : { label: 'Downtime', value: downtime(rollout) },
    errorRate(rollout),
  ]);
}

function whereTrafficIs(rollout: RolloutIn<'aborted'>): Mrkdwn {
  if (rollout.leftAs !== null) {
    return rollout.leftAs.length === 0
      ? mrkdwn`Slipway moved nothing; no revision has traffic.`
      : mrkdwn`Slipway moved nothing; it was left as others made it: ${sharesText(rollout.leftAs, rollout)}.`;
  }
  if (rollout.stable === null) {
    return hasMovedTraffic(rollout)
      ? mrkdwn`Nothing served before it, so the service stays as it is.`
      : mrkdwn`Nothing served before it: if the service exists by now, ${code(rollout.canary)} has all of its traffic, and nobody has checked it.`;
  }
  const { revision } = rollout.stable;
  return hasMovedTraffic(rollout)
    ? mrkdwn`All traffic is back on ${code(revision)}.`
    : mrkdwn`No traffic had moved; it stays on ${code(revision)}.`;
}

function failed(rollout: RolloutIn<'failed'>, errors: ErrorGlance | null): MessageContent {
  const text = mrkdwn`*${inPlace(rollout)} failed*: ${words(rollout.cause)}`;
  const glance = glanceText(errors);
  return notice('❌', rollout, text, text, [
    { label: 'Version', value: imageName(rollout.image) },
    { label: 'Time', value: period(rollout) },
    {
      label: 'Status',
      value: rollout.stable
        ? mrkdwn`No traffic moved; ${code(rollout.stable.revision)} serves`
        : mrkdwn`It was the first deploy; nothing served before it`,
    },
    glance === null ? null : { label: 'Errors', value: glance },
    { label: 'Next step', value: mrkdwn`${words(rollout.nextStep)}` },
  ]);
}

/** `text` beside the fields, `spoken` without them. */
function notice(
  sign: string,
  rollout: Ended,
  text: Mrkdwn,
  spoken: Mrkdwn,
  list: readonly (Field | null)[],
): MessageContent {
  return line(sign, text, spoken, [fields(list), ...chartsOf(rollout), ...byTheClock(rollout)]);
}

function chartsOf(rollout: Ended): readonly Block[] {
  return rollout.state === 'succeeded' ? charts(rollout) : chartOfFault(rollout);
}

/** A rollback without a rollout has just named on its card who asked; nobody is called twice for one thing. */
function byWhom({ kind, requestedBy, reason }: RolloutIn<'rolledBack'>): Mrkdwn {
  return kind === 'rollback' && reason.who === requestedBy ? mrkdwn`` : mrkdwn`, by ${decider(reason.who)}`;
}

function period(rollout: Ended): Mrkdwn {
  const { endedAtMs } = rollout;
  const startMs = beganAtMs(rollout);
  const tookMs = endedAtMs - startMs;
  return needsSeconds(tookMs)
    ? mrkdwn`${date(startMs, 'daySeconds')} to ${date(endedAtMs, 'seconds')}, ${duration(tookMs)}`
    : mrkdwn`${date(startMs, 'day')} to ${date(endedAtMs)}, ${duration(tookMs)}`;
}

/** A canary is never down: the old revision serves until the new one does. */
function downtime(rollout: Rollout): Mrkdwn {
  return rollout.downtimeMs === null ? mrkdwn`None` : mrkdwn`${duration(rollout.downtimeMs)}`;
}

/** Over all phases, from the rollout's own clock, beside what stable showed last; null where nothing was counted. */
function errorRate(rollout: Rollout): Field | null {
  const sum = (of: 'requests' | 'errors') => rollout.marks.reduce((total, mark) => total + mark[of], 0);
  const requests = sum('requests');
  if (requests === 0) return null;
  const errors = sum('errors');
  const value = mrkdwn`${shareWithCount(errors, requests)}${baseline(rollout)}`;
  return { label: 'Error rate', value };
}

/** Of the newest while in which both served, else of the newest; null where Monitoring has not said. */
function latency({ curve }: Rollout): Field | null {
  const counted = curve.filter((point) => point.canary.p99Ms !== null);
  const { canary, stable } = counted.findLast((point) => point.stable.p99Ms !== null) ?? counted.at(-1) ?? {};
  if (!canary || canary.p99Ms === null) return null;
  const theirs = stable?.p99Ms ?? null;
  const beside = theirs === null ? mrkdwn`` : mrkdwn`,\nstable ${duration(theirs)}`;
  return { label: 'p99', value: mrkdwn`${duration(canary.p99Ms)}${beside}` };
}

/** Nothing once the canary had everything: stable answered no more. */
function baseline({ marks, verdict }: Rollout): Mrkdwn {
  const stable = verdict?.sample.stable;
  if (!stable || stable.requests === 0 || marks.at(-1)?.percent === 100) return mrkdwn``;
  return mrkdwn`,\nstable ${shareWithCount(stable.errors, stable.requests)}`;
}

function unfreezeCommand({ service, env }: Rollout): string {
  return `/deploy unfreeze ${service} ${env}`;
}
