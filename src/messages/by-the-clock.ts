import type { Span } from '../core/course.ts';
import type { Rollout } from '../core/rollout.ts';
import { hasEnded } from '../core/rollout.ts';
import { count } from '../core/share.ts';
import { type Block, context, preformatted } from './blocks.ts';
import { duration, needsSeconds } from './figures.ts';
import { mrkdwn } from './mrkdwn.ts';

/** Rows kept where a rollout went back and forth: the newest say how it ended. */
const MOST_ROWS = 12;
/** Narrow on purpose: beyond about 41 characters a phone breaks the rows. */
const HEAD = ['%', 'From', 'Took', 'Plan', 'Requests', '5xx'];

/** The phases as they really went, beside what was planned (product.md A22); nothing where no traffic ever moved. */
export function byTheClock(rollout: Rollout): readonly Block[] {
  const { marks } = rollout;
  const phases = marks.map(({ percent, atMs }, index) => {
    const untilMs = marks[index + 1]?.atMs ?? (hasEnded(rollout) ? rollout.endedAtMs : atMs);
    return { of: percent, sinceMs: atMs, untilMs };
  });
  return clockTable(clockRows(rollout, phases, 0));
}

export function clockTable(rows: string | null): readonly Block[] {
  return rows === null ? [] : [context(mrkdwn`By the clock, in UTC:`), preformatted(rows)];
}

/** One row for each share of traffic: how long it stood, until `nowMs` where it still does. Null where there was none. */
export function clockRows(
  { plan, marks }: Pick<Rollout, 'plan' | 'marks'>,
  phases: readonly Span<number>[],
  nowMs: number,
): string | null {
  if (phases.length === 0) return null;
  const clockEnd = plan.phases.some((phase) => needsSeconds(phase.bakeMs)) ? 19 : 16;
  const rows = phases.map(({ of: percent, sinceMs, untilMs }) => {
    const planned = plan.phases.find((phase) => phase.percent === percent);
    const seen = marks.find((mark) => mark.percent === percent && mark.atMs >= sinceMs);
    return [
      `${percent}`,
      new Date(sinceMs).toISOString().slice(11, clockEnd),
      duration((untilMs ?? nowMs) - sinceMs),
      planned ? duration(planned.bakeMs) : '–',
      seen ? count(seen.requests) : '–',
      seen ? count(seen.errors) : '–',
    ];
  });
  return aligned([HEAD, ...rows.slice(-MOST_ROWS)]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}
