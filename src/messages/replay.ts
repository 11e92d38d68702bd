import type { Judged } from '../core/judge/judged.ts';
import type { Replayed } from '../core/judge/replay.ts';
import type { Parting, WhatIf } from '../core/judge/what-if.ts';
import { plainLine } from '../core/plain-text.ts';
import type { Rollout } from '../core/rollout.ts';
import type { Verdict } from '../core/verdict.ts';
import { counted, duration } from './figures.ts';
import { headline } from './state-words.ts';

const DEEDS: Record<Judged['did'], string> = {
  rollBack: 'rolled back',
  advance: 'advanced',
  promote: 'promoted',
  askToAdvance: 'asked',
  bakeOn: 'baked on',
  turn: 'another verdict',
};
const HEAD = ['Time (UTC)', 'Share', 'What came of it', 'Verdict then', 'Verdict now', ''];

/** All verdicts that changed a rollout, then and now, for a terminal. */
export function replayText(rollout: Rollout, rows: readonly Replayed[], judgeVersion: number): string {
  const { service, env, id } = rollout;
  const title = `${service} in ${env}, rollout ${id}: ${headline(rollout)}`;
  if (rows.length === 0) return `${title}\nNo verdict has changed it: there is nothing to make again.`;
  const table = aligned([HEAD, ...rows.map(cellsOf)]);
  const lines = rows.flatMap((row, index) => [table[index + 1] ?? '', ...detailsOf(row)]);
  return [title, ...versionLines(rows, judgeVersion), '', table[0] ?? '', ...lines, '', summaryOf(rows)].join('\n');
}

/** What came of the looks that were made again with other parameters, `of` being these. */
export function whatIfText(of: string, { looks, parting }: WhatIf): string {
  const made = `With ${of}, ${counted(looks, 'look')} made again`;
  if (parting === null) return `${made}: every verdict would have been of the same kind.`;
  const { atMs, percent, was, other } = parting;
  return [
    `${made}: it would have parted at ${clock(atMs)}, at ${percent} %.`,
    `  it says        ${saidOf(was)}: ${plainLine(was.because)}`,
    `  it would say   ${saidOf(other)}: ${plainLine(other.because)}`,
    `  ${consequenceOf(parting)}`,
  ].join('\n');
}

function consequenceOf({ atMs, was, other, wasAtMs, otherAtMs }: Parting): string {
  if (other.kind === 'fail') {
    return `It would have rolled back here${wasAtMs === null ? ', as it never did' : `, ${duration(wasAtMs - atMs)} earlier`}.`;
  }
  if (was.kind === 'fail') {
    return otherAtMs === null
      ? 'It would not have rolled back when it did.'
      : `It would have rolled back ${duration(otherAtMs - atMs)} later.`;
  }
  return 'From here on it would have gone its own way.';
}

function cellsOf({ judged, now, differences }: Replayed): readonly string[] {
  const found = now === null ? 'gone' : saidOf(now);
  const same = differences.length === 0 ? 'same' : 'differs';
  return [
    clock(judged.atMs),
    shareOf(judged),
    DEEDS[judged.did],
    saidOf(judged.verdict),
    found,
    now === null ? '' : same,
  ];
}

function detailsOf({ judged, now, differences }: Replayed): readonly string[] {
  const because = `  ${plainLine(judged.verdict.because)}`;
  if (now === null) return [because, '  its evidence is no longer kept'];
  return [because, ...differences.map((one) => `  ${one.what}: ${plainLine(one.was)} → ${plainLine(one.now)}`)];
}

function versionLines(rows: readonly Replayed[], judgeVersion: number): readonly string[] {
  const others = [...new Set(rows.map(({ judged }) => judged.judgeVersion))].filter((one) => one !== judgeVersion);
  if (others.length === 0) return [];
  return [`Judged by version ${others.join(', ')} of the judge; this one is version ${judgeVersion} and may differ.`];
}

function summaryOf(rows: readonly Replayed[]): string {
  const gone = rows.filter(({ now }) => now === null).length;
  const differing = rows.filter(({ differences }) => differences.length > 0).length;
  const kept = rows.length - gone;
  const parts = [
    ...(kept > 0 ? [`${kept - differing} of ${counted(kept, 'verdict')} the same`] : []),
    ...(gone > 0 ? [`of ${counted(gone, 'verdict')} the evidence is gone: it is kept for a week`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function saidOf({ kind, needs, ground }: Verdict): string {
  const why = [...(ground === null ? [] : [ground]), ...(needs === null ? [] : [`needs ${needs}`])];
  return why.length === 0 ? kind : `${kind} (${why.join(', ')})`;
}

function shareOf({ trial }: Judged): string {
  return `${trial.shifts.at(-1)?.percent ?? trial.phases[trial.phaseIndex]?.percent ?? 0} %`;
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
