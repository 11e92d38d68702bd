import type { Decision, Watched } from '../decide.ts';
import type { Calibration } from '../evidence/calibrate.ts';
import type { Span } from '../evidence/span.ts';
import type { Stored } from '../rollout.ts';
import type { ServiceAt } from '../service-view.ts';
import type { Verdict } from '../verdict.ts';
import type { Trial } from './trial.ts';

/**
 * What a verdict rests on. With the evidence as it stood at `watermark` it makes the same verdict again, bit for bit; so
 * nothing that the judge is told may be missing here.
 */
export type Basis = {
  readonly atMs: number;
  readonly place: ServiceAt;
  readonly canary: string;
  /** null where there is nothing to compare with. */
  readonly stable: string | null;
  readonly trial: Trial;
  /** What the hour before the canary's first users said: taken once per rollout. */
  readonly calibration: Calibration;
  /** Evidence from here on was read… */
  readonly sinceMs: number;
  /** …as far as it had arrived then. */
  readonly watermark: string;
  /** Nothing that was counted in these spans was judged. */
  readonly leftOut: readonly Span[];
  readonly judgeVersion: number;
  /** The judge's parameters, those alone that were not its defaults. */
  readonly params: Readonly<Record<string, number>>;
};

/** A verdict that changed something, with all that is needed to make it again. */
export type Judged = Basis & {
  /** The version that the change gave the rollout: it stands in the same commit. */
  readonly version: number;
  readonly verdict: Verdict;
  readonly did: Deed;
};

/** What followed; `turn`: nothing but that the verdict became another one. */
export type Deed = Exclude<Decision['kind'], 'keepLooking'> | 'turn';

type Found = { readonly verdict: Verdict; readonly decision: Decision; readonly basis: Basis };

/** The record of a verdict; null where it changes nothing, as on most looks. `rollout`: as it stood before the look. */
export function judgedOf({ rollout, version }: Stored<Watched>, found: Found): Judged | null {
  const did = deedOf(rollout, found);
  return did === null ? null : { ...found.basis, version: version + 1, verdict: found.verdict, did };
}

function deedOf(rollout: Watched, { verdict, decision }: Found): Deed | null {
  if (decision.kind !== 'keepLooking' && !isSameGate(rollout, decision)) return decision.kind;
  const { verdict: last } = rollout;
  return last?.kind === verdict.kind && last.needs === verdict.needs ? null : 'turn';
}

/** A gate that stays the same is drawn with other numbers at nearly every look: they would push out what did something. */
function isSameGate(rollout: Watched, decision: Decision): boolean {
  if (decision.kind !== 'askToAdvance' || rollout.state !== 'waiting') return false;
  return (rollout.missing === null) === (decision.missing === null);
}
