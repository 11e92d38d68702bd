import { never } from '../core/never.ts';
import type { Advice, Forecast, OverLimit, PhaseForecast, ProbesAdvised } from '../core/planner.ts';
import { count, shareOf } from '../core/share.ts';
import { andMore } from './blocks.ts';
import { counted, duration, shareUpTo } from './figures.ts';
import { joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

const MOST_PHASES = 6;
const DAY_MS = 24 * 60 * 60_000;

type Expected = Extract<Forecast, { readonly kind: 'expected' }>;

/** What the phases can be expected to prove, and below it what would help or must be known beside it. */
export type ForecastShown = { readonly expected: Mrkdwn; readonly remarks: Mrkdwn | null };

/** Advice in short lines: it holds nobody up, and nothing is bound to it. */
export function forecastShown(forecast: Forecast): ForecastShown {
  switch (forecast.kind) {
    case 'unknown':
      return {
        expected: mrkdwn`I do not know how much came in the last hour, so I cannot say what the phases will prove.`,
        remarks: null,
      };
    case 'silent':
      return {
        expected: mrkdwn`*Nothing came in the last hour:* no phase proves anything by itself, and I ask at the end of each.`,
        remarks: forecast.probes && mrkdwn`What would help: ${probes(forecast.probes)}.`,
      };
    case 'expected':
      return { expected: expectedLines(forecast), remarks: remarksOn(forecast) };
    default:
      return never(forecast);
  }
}

function expectedLines(forecast: Expected): Mrkdwn {
  const { phases, perSecond } = forecast;
  const isOver = forecast.overLimit.some(({ what }) => what === 'errors');
  const lines = phases.slice(0, MOST_PHASES).map((phase) => phaseLine(phase, isOver));
  const more = andMore(phases.length - MOST_PHASES);
  const head = mrkdwn`*Errors that can be ruled out* at ${rate(perSecond)}, as in the last hour`;
  return joined([head, ...lines, ...(more === '' ? [] : [mrkdwn`${more}`])], '\n• ');
}

function phaseLine(phase: PhaseForecast, isOver: boolean): Mrkdwn {
  const noun = phase.percent < 100 ? 'canary requests' : 'requests';
  const gives = mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)} gives ${about(phase.requests)} ${noun}`;
  const { comes, needsMs, mustBeBelow } = phase;
  if (comes === 'inTime') return mrkdwn`${gives}: rules out ${ruledOut(phase, isOver)}`;
  const needed = phase.more ? mrkdwn`${about(phase.needed)} more` : mrkdwn`${about(phase.needed)}`;
  const takes = mrkdwn`${phase.percent < 100 ? shareOf(mustBeBelow, 1) : 'it'} takes ${needed}`;
  return comes === 'longer'
    ? mrkdwn`${gives}; ${takes}: ${duration(needsMs - phase.bakeMs)} longer`
    : mrkdwn`${gives}; ${takes}: ${span(needsMs)} in all`;
}

/** The limit itself is named where it is out of reach: many read a quiet phase as if it had been shown. */
function ruledOut({ sureBelow, mustBeBelow, maxErrorShare }: PhaseForecast, isOver: boolean): string {
  if (sureBelow <= maxErrorShare) return shareOf(maxErrorShare, 1);
  if (sureBelow > mustBeBelow) return shareUpTo(sureBelow);
  const must = shareOf(mustBeBelow, 1);
  return isOver || maxErrorShare >= mustBeBelow ? must : `${must}, not ${shareOf(maxErrorShare, 1)}`;
}

function remarksOn({ overLimit, sticky, advice }: Expected): Mrkdwn | null {
  const remarks = [
    ...(overLimit.length > 0 ? [overLimitLine(overLimit)] : []),
    ...(sticky ? [mrkdwn`Clients stick to a revision, so clients are counted: it will be less than this.`] : []),
    ...(advice ? [adviceLine(advice)] : []),
  ];
  return remarks.length > 0 ? joined(remarks, '\n') : null;
}

function overLimitLine(over: readonly OverLimit[]): Mrkdwn {
  const parts = over.map(({ what, share, limit }) => {
    const does = what === 'errors' ? 'fail' : 'are slow';
    return mrkdwn`${shareOf(share, 1)} of its requests ${does} (limit ${shareOf(limit, 1)})`;
  });
  return mrkdwn`*Stable itself is over the limit:* ${joined(parts, ', ')}. The canary has to be no worse.`;
}

function adviceLine({ percent, atShare, longerMs, probes: advised }: Advice): Mrkdwn {
  const ways = [
    ...(atShare ? [mrkdwn`${atShare.percent} % in its place (${span(atShare.needsMs)})`] : []),
    ...(longerMs === null ? [] : [mrkdwn`${span(longerMs)} at ${percent} %`]),
    ...(advised ? [probes(advised)] : []),
  ];
  const help = ways.length > 0 ? mrkdwn` What would help: ${joined(ways, ', or ')}.` : mrkdwn``;
  const ask = ways.length > 0 ? mrkdwn`Else I ask` : mrkdwn`I ask`;
  return mrkdwn`*Too little comes at ${percent} %.*${help} ${ask} at its end.`;
}

function probes({ requests, tookMs }: ProbesAdvised): Mrkdwn {
  return mrkdwn`${counted(requests, 'probe')} before users (${duration(tookMs)}, for their own paths alone)`;
}

/** In the unit in which it is no fraction: "12 requests a second", "54 requests a minute". */
function rate(perSecond: number): string {
  if (perSecond >= 10) return `${count(perSecond)} requests a second`;
  if (perSecond >= 1) return `${Number(perSecond.toFixed(1))} requests a second`;
  const perMinute = perSecond * 60;
  return perMinute >= 1 ? `${counted(perMinute, 'request')} a minute` : `${counted(perMinute * 60, 'request')} an hour`;
}

function about(requests: number): string {
  return requests < 0.5 ? 'no' : `~${count(Number(requests.toPrecision(2)))}`;
}

function span(ms: number): string {
  return ms > DAY_MS ? 'more than a day' : duration(ms);
}
