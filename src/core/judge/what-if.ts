import type { Verdict } from '../verdict.ts';
import type { Basis, Judged } from './judged.ts';

/** One look made again: by the parameters of then, and by others. */
export type OtherLook = {
  readonly atMs: number;
  readonly percent: number;
  readonly was: Verdict;
  readonly other: Verdict;
};

/** Where other parameters first come to another verdict; from there on the rollout would have gone its own way. */
export type Parting = OtherLook & {
  /** When the parameters of then come to what the others say here, by the evidence that there is; null: they do not. */
  readonly wasAtMs: number | null;
  /** When the others come to what those of then say here, likewise. */
  readonly otherAtMs: number | null;
};

export type WhatIf = { readonly looks: number; readonly parting: Parting | null };

/**
 * What a look at `atMs` would have rested on, told from the next verdict of its leg (else the last one of it); null where
 * there is none. `markAtMs`: when its watermark was given.
 */
export function basisAt(judged: readonly Judged[], atMs: number): (Basis & { readonly markAtMs: number }) | null {
  const shifts = (judged.at(-1)?.trial.shifts ?? []).filter((shift) => shift.atMs <= atMs);
  const inLeg = judged.filter(({ trial }) => trial.shifts.length === shifts.length);
  const near = inLeg.find((one) => one.atMs >= atMs) ?? inLeg.at(-1);
  if (!near) return null;
  // The bake's clock may have stood still meanwhile: this verdict says how far it came.
  const bakedMs = Math.max(0, near.trial.bakedMs - (near.atMs - atMs));
  return { ...near, atMs, markAtMs: near.atMs, trial: { ...near.trial, shifts, bakedMs } };
}

/** The times of all looks from the first verdict that changed something to the last, with theirs. */
export function looksOf(judged: readonly Judged[], everyMs: number): readonly number[] {
  const first = judged[0];
  const last = judged.at(-1);
  if (!first || !last) return [];
  const count = Math.max(0, Math.floor((last.atMs - first.atMs) / everyMs));
  const regular = Array.from({ length: count + 1 }, (_none, index) => first.atMs + index * everyMs);
  return [...new Set([...regular, ...judged.map(({ atMs }) => atMs)])].sort((one, other) => one - other);
}

/** The first of the looks, which are in order, that comes to another verdict; null where none does. */
export function partingOf(looks: readonly OtherLook[]): Parting | null {
  const index = looks.findIndex(({ was, other }) => !isAlike(was, other));
  const first = looks[index];
  if (!first) return null;
  const later = looks.slice(index + 1);
  return {
    ...first,
    wasAtMs: later.find(({ was }) => isAlike(was, first.other))?.atMs ?? null,
    otherAtMs: later.find(({ other }) => isAlike(other, first.was))?.atMs ?? null,
  };
}

/** Numbers grow with every look; what is done about a verdict hangs on these. */
function isAlike(one: Verdict, other: Verdict): boolean {
  return one.kind === other.kind && one.needs === other.needs;
}
