import { type Course, courseOf, waitedMs } from '../core/course.ts';
import type { EventEntry } from '../core/event.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { clip, plainLine } from '../core/plain-text.ts';
import { beganAtMs, hasEnded, type Rollout } from '../core/rollout.ts';
import { type Block, context, fields, message, section } from './blocks.ts';
import { clockRows, clockTable } from './by-the-clock.ts';
import { type Deed, deedsOf } from './deeds.ts';
import { detectedMs } from './detection.ts';
import { counted, duration } from './figures.ts';
import { code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { decider, imageName, inPlace, place } from './names.ts';
import { headline, STATE_SIGNS } from './state-words.ts';

/** The newest. */
const MOST_DEEDS = 24;
const LONGEST_DEED = 200;
const DEEDS_A_SECTION = 8;
/** As many deeds as a section has, unless escapes make them longer; all of it stays under Slack's limit for one message. */
const LONGEST_SECTION = 2200;
const LONGEST_TITLE = 1000;
const HALF_A_DAY_MS = 12 * 60 * 60_000;

/** Who did what and when in one rollout, and how long that took; told from its events. */
export function history(rollout: Rollout, entries: readonly EventEntry[], nowMs: number): MessageContent {
  const deeds = deedsOf(rollout, entries);
  const course = courseOf(rollout, entries);
  const last = deeds.at(-1);
  const spoken = last
    ? mrkdwn` ${counted(deeds.length, 'event')}, the last one: ${decider(last.who)} ${clip(last.did, LONGEST_DEED)}.`
    : mrkdwn``;
  return message(mrkdwn`History of ${inPlace(rollout)}: ${headline(rollout)}.${spoken}`, [
    section(mrkdwn`${STATE_SIGNS[rollout.state]} *History of ${place(rollout)}*: ${headline(rollout)}`, LONGEST_TITLE),
    fields([
      { label: 'Version', value: rollout.kind === 'rollback' ? code(rollout.canary) : imageName(rollout.image) },
      { label: 'Asked for by', value: decider(rollout.requestedBy) },
      ...figuresOf(rollout, course, nowMs).map(({ label, value }) => ({ label, value: mrkdwn`${value}` })),
    ]),
    ...deedBlocks(deeds),
    ...clockTable(clockRows(rollout, course.phases, nowMs)),
    context(mrkdwn`Rollout ${code(rollout.id)}, as of ${date(nowMs, 'seconds')}`),
  ]);
}

/** Where nothing is known of any rollout. */
export function noHistory(at: { readonly service: string; readonly env: string }): MessageContent {
  const text = mrkdwn`Nothing is known of a rollout of ${inPlace(at)}: there was none lately.`;
  return message(text, [section(text)]);
}

type Figure = { readonly label: string; readonly value: string };

function figuresOf(rollout: Rollout, course: Course, nowMs: number): readonly Figure[] {
  const { rollback, waits } = course;
  const beganMs = beganAtMs(rollout);
  const endedAtMs = hasEnded(rollout) ? rollout.endedAtMs : null;
  const took = endedAtMs === null ? `${duration(nowMs - beganMs)} so far` : duration(endedAtMs - beganMs);
  const backMs = rollback === null || rollback.backAtMs === null ? null : rollback.backAtMs - rollback.decidedAtMs;
  const foundMs = rollback === null ? null : detectedMs(rollout, rollback.decidedAtMs);
  return [
    { label: 'Took', value: took },
    ...(waits.length > 0 ? [{ label: 'Waited for people', value: duration(waitedMs(course, nowMs)) }] : []),
    ...(foundMs === null ? [] : [{ label: 'Time to detect', value: duration(foundMs) }]),
    ...(backMs === null ? [] : [{ label: 'Time to roll back', value: duration(backMs) }]),
  ];
}

/** The same for a terminal, with every event. */
export function historyText(rollout: Rollout, entries: readonly EventEntry[], nowMs: number): string {
  const course = courseOf(rollout, entries);
  const { service, env, id } = rollout;
  const figures = figuresOf(rollout, course, nowMs).map(({ label, value }) => `${label}: ${value}`);
  const deeds = deedsOf(rollout, entries).map(({ atMs, who, did }) => {
    const [day = '', clock = ''] = new Date(atMs).toISOString().split('T');
    return `${day} ${clock.slice(0, 8)} UTC  ${who ?? 'Slipway'} ${plainLine(did)}`;
  });
  const rows = clockRows(rollout, course.phases, nowMs);
  return [
    `${service} in ${env}, rollout ${id}: ${headline(rollout)}`,
    ...figures,
    ...(deeds.length > 0 ? ['', ...deeds] : []),
    ...(rows === null ? [] : ['', rows]),
    ...(rollout.verdict === null ? [] : ['', `Its verdicts, made again: npm run slipway -- replay ${id}`]),
  ].join('\n');
}

function deedBlocks(deeds: readonly Deed[]): readonly Block[] {
  const shown = deeds.slice(-MOST_DEEDS);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return [section(mrkdwn`What happened is no longer known.`)];
  const format = last.atMs - first.atMs < HALF_A_DAY_MS ? 'seconds' : 'daySeconds';
  const lines = shown.map(({ atMs, who, did }) => {
    return mrkdwn`${date(atMs, format)} ${decider(who)} ${clip(did, LONGEST_DEED)}`;
  });
  const left = deeds.length - shown.length;
  return [
    ...(left > 0 ? [context(mrkdwn`${counted(left, 'earlier event')} left out`)] : []),
    ...chunks(lines).map((some) => section(joined(some, '\n'), LONGEST_SECTION)),
  ];
}

function chunks(lines: readonly Mrkdwn[]): readonly (readonly Mrkdwn[])[] {
  const count = Math.ceil(lines.length / DEEDS_A_SECTION);
  return Array.from({ length: count }, (_, index) => {
    return lines.slice(index * DEEDS_A_SECTION, (index + 1) * DEEDS_A_SECTION);
  });
}
