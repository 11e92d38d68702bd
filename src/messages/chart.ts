import type { Curve, CurvePoint, CurveSide } from '../core/judge/curve.ts';
import type { Rollout } from '../core/rollout.ts';
import { shareWithCount } from '../core/share.ts';
import type { Ground } from '../core/verdict.ts';
import { type Block, type ChartBlock, context, lineChart } from './blocks.ts';
import { duration } from './figures.ts';
import { date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is measured on both revisions. `worst` says the highest value in words. */
type Measure = {
  readonly title: string;
  readonly what: string;
  readonly unit: string;
  readonly value: (side: CurveSide) => number | null;
  readonly worst: (side: CurveSide) => string;
};

const ERRORS: Measure = {
  title: '5xx per 100 requests',
  what: '5xx',
  unit: 'per 100 requests',
  value: ({ requests, errors }) => (requests > 0 ? Number(((errors / requests) * 100).toPrecision(3)) : null),
  worst: ({ requests, errors }) => shareWithCount(errors, requests),
};

const LATENCY: Measure = {
  title: 'p99 of the response time',
  what: 'p99',
  unit: 'ms',
  value: ({ p99Ms }) => (p99Ms === null ? null : Math.round(p99Ms)),
  worst: ({ p99Ms }) => duration(p99Ms ?? 0),
};

/** One of the two revisions, as a line. */
type Line = { readonly name: string; readonly side: (point: CurvePoint) => CurveSide };

/**
 * Canary and stable as lines, and the worst of each in words for whoever sees no chart. Nothing where there are no two
 * points to compare.
 */
export function charts(rollout: Rollout, measures: readonly Measure[] = [ERRORS, LATENCY]): readonly Block[] {
  const drawn = measures.flatMap((measure) => chartOf(measure, rollout) ?? []);
  const [first] = drawn;
  if (!first) return [];
  const words = joined(
    drawn.map(({ said }) => said),
    '; ',
  );
  return [...drawn.map(({ block }) => block), context(mrkdwn`${spanOf(first.points)}. At most: ${words}.`)];
}

/** After a rollback one picture says it: of what failed. What is no matter of requests is no matter of lines either. */
export function chartOfFault(rollout: Rollout): readonly Block[] {
  const ground = rollout.verdict?.kind === 'fail' ? rollout.verdict.ground : null;
  if (ground !== null && BESIDE_REQUESTS.includes(ground)) return [];
  return charts(rollout, [ground === 'slow' ? LATENCY : ERRORS]);
}

const BESIDE_REQUESTS: readonly Ground[] = ['silent', 'refused', 'memory', 'cpu'];

type Drawn = { readonly block: ChartBlock; readonly points: Curve; readonly said: Mrkdwn };

function chartOf(measure: Measure, rollout: Rollout): Drawn | null {
  const { lines, points } = comparable(measure, rollout);
  const [first] = points;
  if (!first || points.length < 2) return null;
  const firstMs = Math.min(first.atMs, rollout.marks.find(({ percent }) => percent > 0)?.atMs ?? first.atMs);
  const labels = points.map((point) => label(point.atMs + point.lengthMs - firstMs, points));
  const series = lines.map(({ name, side }) => ({ name, values: points.map((one) => measure.value(side(one)) ?? 0) }));
  const axes = { unit: measure.unit, along: `${clockUnit(points)} since the first users` };
  const said = lines.map(
    ({ name, side }) => mrkdwn`${name.toLowerCase()} ${measure.worst(worstOf(points.map(side), measure))}`,
  );
  return {
    block: lineChart({ title: measure.title, labels, series, ...axes }),
    points,
    said: mrkdwn`${measure.what} ${joined(said, ', ')}`,
  };
}

/**
 * Slack wants a value of each line for each point, so a point at which one of them answered nobody is left out. Where that
 * leaves too few, because nothing served before or everybody has been moved, the new revision is shown alone.
 */
function comparable(
  { value }: Measure,
  { curve, plan }: Rollout,
): { readonly lines: readonly Line[]; readonly points: Curve } {
  const [ours, theirs] = plan.strategy === 'canary' ? ['Canary', 'Stable'] : ['New', 'Old'];
  const canary: Line = { name: ours, side: (point) => point.canary };
  const stable: Line = { name: theirs, side: (point) => point.stable };
  const both = curve.filter((point) => value(point.canary) !== null && value(point.stable) !== null);
  if (both.length >= 2) return { lines: [canary, stable], points: both };
  return { lines: [canary], points: curve.filter((point) => value(point.canary) !== null) };
}

/** All of it together where there is no worst. */
function worstOf(sides: readonly CurveSide[], { value }: Measure): CurveSide {
  const worst = sides.reduce((most, side) => ((value(side) ?? 0) > (value(most) ?? 0) ? side : most));
  if ((value(worst) ?? 0) > 0) return worst;
  return { ...worst, requests: sides.reduce((sum, { requests }) => sum + requests, 0) };
}

/** "14:02 UTC to 14:12 UTC, each point 1 min". */
function spanOf(points: Curve): Mrkdwn {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return mrkdwn``;
  const format = first.lengthMs < MINUTE ? 'seconds' : 'time';
  const untilMs = last.atMs + last.lengthMs;
  return mrkdwn`${date(first.atMs, format)} to ${date(untilMs, format)}, each point ${step(first.lengthMs)}`;
}

function step(lengthMs: number): string {
  return lengthMs % MINUTE === 0 ? `${lengthMs / MINUTE} min` : duration(lengthMs);
}

/** Where a point ends, counted from the first users: a chart knows no reader's time zone. */
function label(ms: number, points: Curve): string {
  const unit = clockUnit(points);
  if (unit === 'Seconds') return `${Number((ms / SECOND).toFixed(1))}`;
  if (unit === 'Minutes') return `${Math.round(ms / MINUTE)}`;
  return `${Math.floor(ms / HOUR)}:${String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0')}`;
}

function clockUnit(points: Curve): 'Seconds' | 'Minutes' | 'Hours' {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return 'Seconds';
  if (first.lengthMs < MINUTE) return 'Seconds';
  return last.atMs + last.lengthMs - first.atMs < 3 * HOUR ? 'Minutes' : 'Hours';
}
