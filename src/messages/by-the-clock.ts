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
  if (rollout.marks.length === 0) return [];
  const clockEnd = rollout.plan.phases.some((phase) => needsSeconds(phase.bakeMs)) ? 19 : 16;
  const rows = rollout.marks.map((mark, index) => {
    const untilMs = rollout.marks[index + 1]?.atMs ?? (hasEnded(rollout) ? rollout.endedAtMs : mark.atMs);
    const planned = rollout.plan.phases.find((phase) => phase.percent === mark.percent);
    return [
      `${mark.percent}`,
      new Date(mark.atMs).toISOString().slice(11, clockEnd),
      duration(untilMs - mark.atMs),
      planned ? duration(planned.bakeMs) : '–',
      count(mark.requests),
      count(mark.errors),
    ];
  });
  return [context(mrkdwn`By the clock, in UTC:`), preformatted(aligned([HEAD, ...rows.slice(-MOST_ROWS)]))];
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}
