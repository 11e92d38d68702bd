import type { Attempt } from '../core/backtest/attempt.ts';
import { type Backtest, wrongRate } from '../core/backtest/backtest.ts';
import type { Place } from '../core/catalog.ts';
import { plainLine } from '../core/plain-text.ts';
import { count, shareOf } from '../core/share.ts';
import { counted, duration } from './figures.ts';

/** How far the request log told when requests failed; `because`: why no further, null where it told all. */
type Log = { readonly untilMs: number | null; readonly because: string | null };

const MOST_TOLD = 20;

/** What a policy would have made of the past, for a terminal. */
export function backtestText(at: Place, test: Backtest & { readonly log: Log }): string {
  const { attempts, requests, errors, fromMs, untilMs } = test;
  const span = `${clock(fromMs)} to ${clock(untilMs)} UTC`;
  const title = `${at.service} in ${at.env}, ${span}: ${counted(requests, 'request')}, ${shareOf(errors, requests)} failed`;
  if (attempts.length === 0)
    return `${title}\nThat is too little for one rollout: an hour before it is needed, and all of its phases.`;
  const told = attempts.filter(({ how }) => how !== 'promoted');
  const left = told.length - MOST_TOLD;
  return [
    title,
    `${counted(attempts.length, 'rollout')} of a revision that is like the one before, one after the other:`,
    '',
    ...outcomeLines(test),
    ...(told.length > 0 ? ['', ...told.slice(0, MOST_TOLD).map(lineOf)] : []),
    ...(left > 0 ? [`  and ${count(left)} more`] : []),
    '',
    ...caveats(test.log),
  ].join('\n');
}

/** Where Monitoring counted nothing. */
export function noPast(at: Place, days: number): string {
  return `Monitoring has counted no requests of ${at.service} in ${at.env} in ${counted(days, 'day')}: there is no past to replay.`;
}

function outcomeLines(test: Backtest): readonly string[] {
  const { attempts } = test;
  const of = (how: Attempt['how']) => attempts.filter((attempt) => attempt.how === how).length;
  const row = (name: string, how: Attempt['how'], more = '') =>
    `  ${name.padEnd(23)}${count(of(how)).padStart(6)}  ${shareOf(of(how), attempts.length)}${more}`;
  const bound = `, 95 % sure below ${shareOf(wrongRate(test).sureBelow, 1)}`;
  return [
    row('wrongly rolled back', 'rolledBack', bound),
    row('a person was asked', 'asked'),
    row('promoted', 'promoted'),
  ];
}

function lineOf({ how, fromMs, untilMs, percent, verdict }: Attempt): string {
  const did = how === 'rolledBack' ? 'rolled back' : 'asked';
  const after = `after ${duration(untilMs - fromMs)}, at ${percent} %`;
  return `  ${clock(fromMs)}  ${did} ${after} (${verdict.ground ?? 'no ground'}): ${plainLine(verdict.because)}`;
}

const SPREAD = 'is spread over its minute, so that a burst of seconds looks like a bad minute';

function caveats({ untilMs, because }: Log): readonly string[] {
  const known =
    untilMs === null
      ? 'When requests failed is not known'
      : `When requests failed is from the request log until ${clock(untilMs)}`;
  return [
    because === null
      ? 'When requests failed is from the request log.'
      : `${known} (${plainLine(because)}): what failed besides ${SPREAD}.`,
    `How many there were, and how slow, is from Monitoring's minutes: what was slow ${SPREAD}.`,
    'Both are alike to the last request: what a new revision itself brings (cold starts, other paths) is not in here.',
    'Nothing was changed, and nobody was told.',
  ];
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
