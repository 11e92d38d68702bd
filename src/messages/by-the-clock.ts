import type { Span } from '../core/course.ts';
import type { Rollout } from '../core/rollout.ts';
import { hasEnded } from '../core/rollout.ts';
import { count } from '../core/share.ts';
import { type Block, context, preformatted } from './blocks.ts';
import { detectedMs } from './detection.ts';
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
  return clockTable(clockRows(rollout, phases, 0, stepsBack(rollout)));
}

/** How long users met the fault before it was found, and how long the way back took; for a rollback alone. */
function stepsBack(rollout: Rollout): readonly Step[] {
  if (rollout.state !== 'rolledBack') return [];
  const { decidedAtMs, endedAtMs } = rollout;
  const toFindMs = detectedMs(rollout, decidedAtMs);
  const find = { of: 'find', sinceMs: decidedAtMs - (toFindMs ?? 0), untilMs: decidedAtMs };
  return [...(toFindMs === null ? [] : [find]), { of: 'back', sinceMs: decidedAtMs, untilMs: endedAtMs }];
}

/** What is part of no phase. */
type Step = { readonly of: string; readonly sinceMs: number; readonly untilMs: number };

export function clockTable(rows: string | null): readonly Block[] {
  return rows === null ? [] : [context(mrkdwn`By the clock, in UTC:`), preformatted(rows)];
}

/** One row for each share of traffic: how long it stood, until `nowMs` where it still does. Null where there was none. */
export function clockRows(
  { plan, marks }: Pick<Rollout, 'plan' | 'marks'>,
  phases: readonly Span<number>[],
  nowMs: number,
  steps: readonly Step[] = [],
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
  const last = steps.map(({ of, sinceMs, untilMs }) => [
    of,
    new Date(sinceMs).toISOString().slice(11, clockEnd),
    duration(untilMs - sinceMs),
    ...['–', '–', '–'],
  ]);
  return aligned([HEAD, ...rows.slice(-MOST_ROWS), ...last]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}
