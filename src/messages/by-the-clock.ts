import type { Rollout } from '../core/rollout.ts';
import { hasEnded } from '../core/rollout.ts';
import { type Block, preformatted } from './blocks.ts';
import { count, duration } from './figures.ts';

/** Rows kept where a rollout went back and forth: the newest say how it ended. */
const MOST_ROWS = 12;
const HEAD = ['Share', 'From (UTC)', 'Took', 'Planned', 'Requests', '5xx'];

/** The phases as they really went, beside what was planned (product.md A22); null where no traffic ever moved. */
export function byTheClock(rollout: Rollout): Block | null {
  if (rollout.marks.length === 0) return null;
  const rows = rollout.marks.map((mark, index) => {
    const untilMs = rollout.marks[index + 1]?.atMs ?? (hasEnded(rollout) ? rollout.endedAtMs : mark.atMs);
    const planned = rollout.plan.phases.find((phase) => phase.percent === mark.percent);
    return [
      `${mark.percent} %`,
      new Date(mark.atMs).toISOString().slice(11, 19),
      duration(untilMs - mark.atMs),
      planned ? duration(planned.bakeMs) : '–',
      count(mark.requests),
      count(mark.errors),
    ];
  });
  return preformatted(aligned([HEAD, ...rows.slice(-MOST_ROWS)]));
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}
