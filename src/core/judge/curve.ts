import type { MinuteWindow, Window } from './seen.ts';

/** One revision over one point's time. */
export type CurveSide = {
  readonly requests: number;
  readonly errors: number;
  /** Of its slowest minute; null where no whole minute of Monitoring says. */
  readonly p99Ms: number | null;
};

/** Both revisions over the same time. */
export type CurvePoint = {
  readonly atMs: number;
  readonly lengthMs: number;
  readonly canary: CurveSide;
  readonly stable: CurveSide;
};

/** How canary and stable went beside each other, for the eye alone: no verdict rests on it. */
export type Curve = readonly CurvePoint[];

/** Slack's charts take no more, and more would not be read. */
export const MOST_POINTS = 20;
/** Until then minutes would be too coarse to show anything: the request log's windows are drawn instead. */
const FINE_MS = 5 * 60_000;

/** From all windows and minutes since the canary's first users, merged evenly; empty where nothing was seen. */
export function curveOf({
  windows,
  minutes,
}: {
  readonly windows: readonly Window[];
  readonly minutes: readonly MinuteWindow[];
}): Curve {
  const first = Math.min(...[windows, minutes].map((list) => list[0]?.atMs ?? Number.POSITIVE_INFINITY));
  const last = windows.at(-1);
  const isYoung = last !== undefined && last.atMs + last.lengthMs - first <= FINE_MS;
  const points = isYoung || minutes.length < 2 ? windows.map(pointOf) : minutes.map(pointOfMinute);
  return merged(points);
}

function pointOf({ atMs, lengthMs, canary, stable }: Window): CurvePoint {
  const side = ({ requests, errors }: Window['canary']): CurveSide => ({ requests, errors, p99Ms: null });
  return { atMs, lengthMs, canary: side(canary), stable: side(stable) };
}

function pointOfMinute(minute: MinuteWindow): CurvePoint {
  const { canary, stable, ...time } = pointOf(minute);
  return {
    ...time,
    canary: { ...canary, p99Ms: minute.canaryHealth.p99Ms },
    stable: { ...stable, p99Ms: minute.stableHealth.p99Ms },
  };
}

/** Every point but the last is made of as many: a line whose steps differ in length would lie about time. */
function merged(points: readonly CurvePoint[]): Curve {
  const each = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const groups = Math.ceil(points.length / each);
  return Array.from({ length: groups }, (_, index) => points.slice(index * each, (index + 1) * each)).flatMap(sumOf);
}

function sumOf(group: readonly CurvePoint[]): readonly CurvePoint[] {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last) return [];
  const lengthMs = last.atMs + last.lengthMs - first.atMs;
  return [{ atMs: first.atMs, lengthMs, canary: sideOf(group, 'canary'), stable: sideOf(group, 'stable') }];
}

function sideOf(group: readonly CurvePoint[], who: 'canary' | 'stable'): CurveSide {
  const sides = group.map((point) => point[who]);
  const known = sides.flatMap(({ p99Ms }) => p99Ms ?? []);
  return {
    requests: sides.reduce((sum, { requests }) => sum + requests, 0),
    errors: sides.reduce((sum, { errors }) => sum + errors, 0),
    p99Ms: known.length === 0 ? null : Math.max(...known),
  };
}
