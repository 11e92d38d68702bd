import type { Evidence } from './core/evidence/evidence.ts';
import type { Basis, Judged } from './core/judge/judged.ts';
import { type Replayed, replayed, verdictAgain } from './core/judge/replay.ts';
import type { Turned } from './core/judge/turned.ts';
import { basisAt, looksOf, type OtherLook, partingOf, type WhatIf } from './core/judge/what-if.ts';
import type { EvidenceArchive } from './ports/evidence.ts';

/** What replaying needs: the evidence, and for how long it is kept. */
export type Archive = EvidenceArchive & { readonly keptMs: number; readonly nowMs: number };

/** The judge looks once in so many windows, unless the catalog says otherwise. */
const WINDOWS_A_LOOK = 2;

/** Makes each verdict again from the evidence as it stood then, in their order. */
export async function replay(judged: readonly Judged[], archive: Archive): Promise<readonly Replayed[]> {
  const rows: Replayed[] = [];
  for (const one of judged) rows.push(replayed(one, isKept(one, archive) ? await evidenceOf(one, archive) : null));
  return rows;
}

/**
 * Makes every look again with other parameters, from the first verdict that changed something to the last; null where
 * the evidence is no longer kept. What the log had told at a look in between is told from the next verdict's watermark.
 */
export async function whatIf(judged: readonly Judged[], turned: Turned, archive: Archive): Promise<WhatIf | null> {
  const [first] = judged;
  if (!first || !isKept(first, archive)) return null;
  const looks: OtherLook[] = [];
  for (const atMs of looksOf(judged, WINDOWS_A_LOOK * first.trial.windowMs)) {
    const basis = basisAt(judged, atMs);
    if (!basis) continue;
    const watermark = archive.moved(basis.watermark, basis.markAtMs, atMs);
    const evidence = await evidenceOf({ ...basis, watermark }, archive);
    const percent = basis.trial.shifts.at(-1)?.percent ?? 0;
    looks.push({ atMs, percent, was: verdictAgain(basis, evidence), other: verdictAgain(basis, evidence, turned) });
  }
  return { looks: looks.length, parting: partingOf(looks) };
}

function isKept({ sinceMs }: Basis, { keptMs, nowMs }: Archive): boolean {
  return sinceMs > nowMs - keptMs;
}

function evidenceOf({ place, canary, stable, sinceMs, watermark }: Basis, archive: Archive): Promise<Evidence> {
  return archive.readAsOf(place, stable === null ? [canary] : [canary, stable], sinceMs, watermark);
}
