import type { Tally, Window } from '../../src/core/judge/seen.ts';
import { horizontal, LEFT, line, type Panel, type Point, panelOf, RIGHT, text, vertical } from './panel.ts';
import type { Scenario } from './scenarios.ts';
import { sumOf, type Told } from './simulate.ts';

const WIDTH = 860;
const HEIGHT = 452;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** What won so much is believed: the chance of that is below 1 in 100 while the canary is as good as allowed. */
const BELIEVED = 100;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #424a53 }
  .title { font-size: 16px; font-weight: 600; fill: #1f2328 }
  .ground { fill: #fff } .held { fill: #bf8700; opacity: 0.14 }
  .grid, .shift { stroke: #d8dee4; fill: none }
  .shift { stroke: #8c959f; stroke-dasharray: 3 3 }
  .canary, .stable, .judge { fill: none; stroke-width: 2; stroke-linejoin: round }
  .canary { stroke: #bf4d1a } .stable { stroke: #263b9c } .judge { stroke: #0f766e }
  .bar { stroke: #cf222e; stroke-dasharray: 6 4; fill: none }
  .end { stroke: #1f2328; stroke-width: 2; fill: none }
  .name-canary { fill: #bf4d1a; font-weight: 600 } .name-stable { fill: #263b9c; font-weight: 600 }
  .name-judge { fill: #0f766e; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9da7b1 } .title { fill: #e6edf3 } .ground { fill: #161b22 }
    .grid { stroke: #2b323b } .shift { stroke: #6e7681 } .end { stroke: #e6edf3 } .bar { stroke: #ff7b72 }
    .canary { stroke: #ff8e5c } .stable { stroke: #8ca0ff } .judge { stroke: #4fd1c5 }
    .name-canary { fill: #ff8e5c } .name-stable { fill: #8ca0ff } .name-judge { fill: #4fd1c5 }
  }`;

/** The picture of one scenario: what happened above, what the judge made of it below, what it said at the end. */
export function draw(told: Told): string {
  const { scenario, end } = told;
  const lastMs = end.atMs;
  const above = aboveOf(told, lastMs);
  const below = scenario.below === 'bet' ? betOf(told, lastMs) : proofOf(told, lastMs);
  const label = `${scenario.title}. ${ENDS[end.how]} after ${lasting(lastMs)}: ${end.because}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    text(16, 28, scenario.title, 'start', 'title'),
    ...above,
    ...below,
    ...said(told),
    '</svg>\n',
  ].join('\n');
}

const ENDS = {
  rolledBack: 'Rolled back',
  asked: 'A person is asked',
  succeeded: 'Done',
} as const;

const ABOVE: Record<Scenario['above'], string> = {
  errors: '5xx per 100 requests',
  slow: 'slower than 500 ms, per 100 requests',
  answers: 'answers per second',
};

function aboveOf({ windows, scenario, shifts, looks }: Told, lastMs: number): readonly string[] {
  const stepMs = Math.max(5 * SECOND, Math.ceil(lastMs / 80 / (5 * SECOND)) * 5 * SECOND);
  const groups = grouped(
    windows.filter(({ atMs }) => atMs < lastMs),
    stepMs,
  );
  const lines = (['canary', 'stable'] as const).map((who) => ({
    who,
    points: groups.map((group): Point => ({ ms: middleOf(group, stepMs), value: shownOf(group, who, scenario) })),
  }));
  const highest = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const to = rounded(highest);
  const panel = panelOf({ top: 58, bottom: 200, lastMs }, { from: 0, to });
  return [
    text(LEFT, 50, ABOVE[scenario.above]),
    text(RIGHT - 66, 50, 'canary', 'end', 'name-canary'),
    text(RIGHT, 50, scenario.above === 'answers' ? 'its share' : 'stable', 'end', 'name-stable'),
    ...[0, to / 2, to].map((value) => horizontal(panel, value, `${Number(value.toPrecision(3))}`)),
    ...heldOf(panel, looks),
    ...shiftsOf(panel, shifts, lastMs),
    ...lines.reverse().map(({ who, points }) => line(panel, points, who)),
  ];
}

function shownOf(group: readonly Window[], who: 'canary' | 'stable', { above }: Scenario): number | null {
  const tally = sumOf(group.map((one) => one[who]));
  if (above === 'answers') return perSecond(group, who, tally);
  return tally.requests > 0 ? (tally[above] / tally.requests) * 100 : null;
}

/** Beside the canary's answers stands what it ought to have answered, by stable's. */
function perSecond(group: readonly Window[], who: 'canary' | 'stable', { requests }: Tally): number {
  const seconds = group.reduce((sum, { lengthMs }) => sum + lengthMs / SECOND, 0);
  const share = group[0]?.canaryShare ?? 0;
  return who === 'canary' ? requests / seconds : (requests * share) / (1 - share) / seconds;
}

function betOf({ looks, shifts }: Told, lastMs: number): readonly string[] {
  const panel = panelOf({ top: 246, bottom: 370, lastMs }, { from: 0.01, to: 10_000, isLog: true });
  return [
    text(LEFT, 238, 'money of the bet that wins most: “it is worse than allowed”', 'start', 'name-judge'),
    ...[0.01, 1, 10_000].map((value) => horizontal(panel, value, value.toLocaleString('en-US'))),
    horizontal(panel, BELIEVED, 'believed', 'bar'),
    ...shiftsOf(panel, shifts, lastMs),
    line(
      panel,
      looks.map(({ atMs, money }) => ({ ms: atMs, value: money })),
      'judge',
    ),
    ...axis(panel, lastMs),
  ];
}

function proofOf({ looks, shifts }: Told, lastMs: number): readonly string[] {
  const panel = panelOf({ top: 246, bottom: 370, lastMs }, { from: 0.05, to: 100, isLog: true });
  const proofs = looks.flatMap(({ atMs, verdict }) => (verdict.proof ? [{ atMs, proof: verdict.proof }] : []));
  return [
    text(LEFT, 238, '95 % sure that fewer fail than, %', 'start', 'name-judge'),
    text(RIGHT, 238, 'dashed: what the phase needs', 'end'),
    ...[0.1, 1, 10, 100].map((value) => horizontal(panel, value, `${value}`)),
    ...shiftsOf(panel, shifts, lastMs),
    line(
      panel,
      proofs.map(({ atMs, proof }) => ({ ms: atMs, value: proof.mustBeBelow * 100 })),
      'bar',
    ),
    line(
      panel,
      proofs.map(({ atMs, proof }) => ({ ms: atMs, value: proof.sureBelow * 100 })),
      'judge',
    ),
    ...axis(panel, lastMs),
  ];
}

function shiftsOf(panel: Panel, shifts: Told['shifts'], lastMs: number): readonly string[] {
  return shifts
    .filter(({ atMs }) => atMs < lastMs)
    .flatMap(({ atMs, percent }) => [
      vertical(panel, atMs, 'shift'),
      text(panel.toX(atMs) + 4, panel.top + 10, `${percent} %`),
    ]);
}

function axis(panel: Panel, lastMs: number): readonly string[] {
  const stepMs =
    [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE].find((step) => lastMs / step <= 12) ??
    15 * MINUTE;
  const ticks = Array.from({ length: Math.floor(lastMs / stepMs) + 1 }, (_, index) => index * stepMs);
  return [
    ...ticks.map((ms) => text(panel.toX(ms), panel.bottom + 16, lasting(ms), 'middle')),
    vertical(panel, lastMs, 'end'),
  ];
}

/** What the judge said last, on at most three lines. */
function said({ end }: Told): readonly string[] {
  const lines = wrapped(`${ENDS[end.how]} after ${lasting(end.atMs)}: ${end.because}`, 128).slice(0, 3);
  return lines.map((words, index) => text(16, 408 + index * 16, words));
}

function wrapped(words: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > most) lines.push(word);
    else lines.splice(-1, 1, `${last} ${word}`);
  }
  return lines;
}

function lasting(ms: number): string {
  if (ms > 0 && ms % MINUTE === 0) return `${ms / MINUTE} min`;
  return ms < 2 * MINUTE ? `${ms / SECOND} s` : `${Number((ms / MINUTE).toFixed(1))} min`;
}

function grouped(windows: readonly Window[], stepMs: number): readonly (readonly Window[])[] {
  const groups = new Map<number, Window[]>();
  for (const window of windows) {
    const at = Math.floor(window.atMs / stepMs);
    groups.set(at, [...(groups.get(at) ?? []), window]);
  }
  return [...groups.values()];
}

function middleOf(group: readonly Window[], stepMs: number): number {
  return (group[0]?.atMs ?? 0) + stepMs / 2;
}

/** While stable fails too nobody advances. */
function heldOf(panel: Panel, looks: Told['looks']): readonly string[] {
  const held = looks.filter(({ verdict }) => verdict.ground === 'shared').map(({ atMs }) => panel.toX(atMs));
  const [from] = held;
  const to = held.at(-1);
  if (from === undefined || to === undefined) return [];
  const size = `x="${from.toFixed(1)}" width="${(to - from).toFixed(1)}" y="${panel.top}" height="${panel.bottom - panel.top}"`;
  return [`<rect class="held" ${size}/>`, text(from + 4, panel.bottom - 8, 'held')];
}

/** The next of 1, 2, 5, 10, 20, … */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((times) => times * power >= value) ?? 10) * power;
}
