import type { Environment, Phase, Strategy, Verification } from './catalog.ts';
import type { Accepted, Foreign, ForeignChange, Share } from './foreign.ts';
import type { Curve } from './judge/curve.ts';
import type { Judging } from './judging.ts';
import type { OthersMoved } from './others-moved.ts';
import type { ErrorsTold } from './patterns/glance.ts';
import type { Probed } from './probing.ts';
import type { DeployStep, RollbackStep } from './steps.ts';
import type { Verdict } from './verdict.ts';

/** What is deployed, always by digest; the tag is kept for people. */
export type Image = { readonly repository: string; readonly tag: string | null; readonly digest: string };

/** The revision all traffic returns to, frozen when the rollout was planned. */
export type Stable = { readonly revision: string; readonly image: string };

export type Plan = {
  readonly strategy: Strategy;
  /** What the requester asked for; null where the way was left to the catalog. */
  readonly strategyAsked: Strategy | null;
  /** It is stopped before the new revision starts, on the way there and back. */
  readonly singleWriter: boolean;
  /** Whether it was shown that stable could be gone back to; null where that was not shown. */
  readonly targetReady: boolean | null;
  readonly phases: readonly Phase[];
  readonly verify: Verification;
  readonly judging: Judging;
  /** What the requester answers for by starting it, in the words they were shown; empty for a rollback. */
  readonly checklist: readonly string[];
  /** SHA-256 of everything the requester was shown; a confirm or approval holds for this value only. */
  readonly hash: string;
};

/** A line of the rollout's own clock: when a share of traffic became real and what was seen there. */
export type Mark = {
  readonly percent: number;
  readonly atMs: number;
  readonly requests: number;
  readonly errors: number;
};

/** Why traffic goes back. `who` is a Slack user id, or null when the judge decided. */
export type Reason = { readonly who: string | null; readonly text: string };

type Common = {
  /** Shape of the stored record; a newer Slipway migrates older ones when it reads them. */
  readonly shape: 4;
  /** Ten hex digits; revision names are made from it. */
  readonly id: string;
  /** `rollback`: made by /rollback while no rollout was live. */
  readonly kind: 'deploy' | 'rollback';
  readonly service: string;
  readonly env: string;
  /** Where it was planned for: a catalog that changes meanwhile moves no live rollout, nor strands its rollback. */
  readonly place: Pick<Environment, 'project' | 'region'>;
  readonly image: Image;
  /** The revision being tried (for a `rollback`: the one being left). */
  readonly canary: string;
  /** null for the first deploy of a service: nothing served before it, so there is nothing to go back to. */
  readonly stable: Stable | null;
  readonly plan: Plan;
  /** Slack channel id of the card. */
  readonly channel: string;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  /** When it took its place: a deploy when it started, a rollback when it began. null before, and in older records. */
  readonly startedAtMs: number | null;
  readonly because: string | null;
  /** Every write carries it; a write under a smaller fence than the service's annotation must not happen. */
  readonly fence: number;
  readonly marks: readonly Mark[];
  /** The new revision's own URL, once it has one; null before, and for a single writer. */
  readonly previewUrl: string | null;
  /** How the requests to that URL went; null where none were sent. */
  readonly probed: Probed | null;
  /** How long nothing served, for a single writer; null for the others. */
  readonly downtimeMs: number | null;
  /** How the newest verdict stands on the card; kept when the state changes. */
  readonly verdict: Verdict | null;
  /** What the newest look saw of canary and stable since the first users; empty before. */
  readonly curve: Curve;
  /** Keys of the newest requests that changed it, oldest first: a job that runs again finds its own work done. */
  readonly settled: readonly string[];
  /** Set while an outside system refuses to answer, so the thread says so once. */
  readonly trouble: string | null;
  readonly accepted: Accepted;
  /** In order of time; the last one is open while others hold the traffic. */
  readonly othersMoved: readonly OthersMoved[];
  /** null while nothing has been read of its errors. */
  readonly errorsTold: ErrorsTold | null;
};

/** What the canary had passed when it was stopped; before it gets users it passes the rest. */
export type Passed = 'nothing' | 'start' | 'health';

/** What a person chose to do about what others did: `change` is what they were shown, and nothing else is written over. */
export type Over = {
  readonly how: 'adopt' | 'restore';
  readonly change: ForeignChange;
  readonly passed: Passed;
};

export type Rollout = Common &
  (
    | {
        readonly state: 'planned';
        readonly expiresAtMs: number;
        /** The rollout that was live when the plan was made; null where the place was free. */
        readonly behind: string | null;
      }
    | {
        readonly state: 'queued';
        readonly sinceMs: number;
        readonly expiresAtMs: number;
        readonly after: After;
        /** What keeps it from starting although its place is free; said once, so it is remembered. */
        readonly held: string | null;
      }
    | { readonly state: 'deploying'; readonly step: DeployStep; readonly sinceMs: number }
    | { readonly state: 'verifying'; readonly sinceMs: number; readonly lastFailure: string | null }
    | {
        readonly state: 'shifting';
        readonly phaseIndex: number;
        /** The phase's own, but where a person took on another share or had one restored. */
        readonly toPercent: number;
        /** null for a step of the plan itself. */
        readonly over: Over | null;
        readonly by: string | null;
        readonly sinceMs: number;
        readonly written: boolean;
      }
    | {
        readonly state: 'baking';
        readonly phaseIndex: number;
        readonly sinceMs: number;
        /** Its time is over, and it bakes on because evidence may still come. */
        readonly overtime: boolean;
      }
    | {
        readonly state: 'waiting';
        readonly phaseIndex: number;
        readonly sinceMs: number;
        /** Opened when the wait began; a press is settled once, for this value only. */
        readonly gate: number;
        /** What evidence is missing, in words; null when the verdict is a pass. */
        readonly missing: string | null;
      }
    | {
        readonly state: 'paused';
        readonly phaseIndex: number;
        /** The bake's clock stands still: this much of it was done before the pause. */
        readonly bakedMs: number;
        readonly sinceMs: number;
        readonly reason: Reason;
        readonly passed: Passed;
        /** What others changed and left so; null while the service is as the rollout left it. */
        readonly foreign: Foreign | null;
      }
    | {
        readonly state: 'rollingBack';
        readonly stable: Stable;
        readonly sinceMs: number;
        readonly reason: Reason;
        readonly endsAs: 'rolledBack' | 'aborted';
        readonly step: RollbackStep;
        readonly stepSinceMs: number;
        /** The canary's share when the rollback began. */
        readonly fromPercent: number;
      }
    | { readonly state: 'succeeded'; readonly endedAtMs: number }
    | {
        readonly state: 'rolledBack';
        readonly stable: Stable;
        readonly endedAtMs: number;
        readonly reason: Reason;
        readonly fromPercent: number;
        readonly decidedAtMs: number;
      }
    | {
        readonly state: 'aborted';
        readonly endedAtMs: number;
        readonly reason: Reason;
        /** What serves, where others decided that and it was left so; null where stable has everything. */
        readonly leftAs: readonly Share[] | null;
      }
    | { readonly state: 'failed'; readonly endedAtMs: number; readonly cause: string; readonly nextStep: string }
    | { readonly state: 'stuck'; readonly sinceMs: number; readonly reason: Reason; readonly nextStep: string }
  );

/** The live rollout that must end first: `supersede` ends it, `wait` lets it come to its own end. */
export type After = { readonly rolloutId: string; readonly how: 'supersede' | 'wait' };

export type State = Rollout['state'];
/** A rollout that is known to be in one of the named states. */
export type RolloutIn<S extends State> = Extract<Rollout, { readonly state: S }>;

/** A rollout and the version of its record; a commit is for exactly this version. */
export type Stored<R extends Rollout = Rollout> = { readonly rollout: R; readonly version: number };

export const ENDS = ['succeeded', 'rolledBack', 'aborted', 'failed'] as const satisfies readonly State[];

/** Ended for good: it holds no lock and nothing will happen to it by itself. */
export function hasEnded(rollout: Rollout): rollout is RolloutIn<(typeof ENDS)[number]> {
  return (ENDS as readonly State[]).includes(rollout.state);
}

/** Since when it has its place: from its confirm, or from its turn in the queue. A plan may be older than that. */
export function beganAtMs({ startedAtMs, requestedAtMs }: Pick<Rollout, 'startedAtMs' | 'requestedAtMs'>): number {
  return startedAtMs ?? requestedAtMs;
}

/** A plan holds nothing, even one that waits for its place; an ended rollout gives its lock back; the rest holds it. */
export function holdsLock(rollout: Rollout): boolean {
  return rollout.state !== 'planned' && rollout.state !== 'queued' && !hasEnded(rollout);
}

/** What a rollout that has one goes back to. @throws for a first deploy, which must never come to where this is asked. */
export function stableOf({ id, stable }: Pick<Rollout, 'id' | 'stable'>): Stable {
  if (stable === null) throw new Error(`rollout ${id} is a first deploy: nothing served before it`);
  return stable;
}

/** The canary's share that Slipway last made real. */
export function canaryPercent(rollout: Rollout): number {
  if (rollout.state === 'aborted' && rollout.leftAs !== null) {
    return rollout.leftAs.find(({ revision }) => revision === rollout.canary)?.percent ?? 0;
  }
  // Where nothing served before nothing was taken away: an end leaves what the last mark says.
  if (hasEnded(rollout) && rollout.stable !== null) return rollout.state === 'succeeded' ? 100 : 0;
  return rollout.marks.at(-1)?.percent ?? 0;
}

export function phaseAt(rollout: Rollout, phaseIndex: number): Phase {
  const phase = rollout.plan.phases[phaseIndex];
  if (!phase) throw new Error(`rollout ${rollout.id} has no phase ${phaseIndex}`);
  return phase;
}

/** The new revision is there to be looked at, without users; a person switches them all. There is nothing to judge. */
export function isPreview(rollout: Rollout): boolean {
  const isWatched = rollout.state === 'baking' || rollout.state === 'waiting' || rollout.state === 'paused';
  return isWatched && phaseAt(rollout, rollout.phaseIndex).percent === 0 && canaryPercent(rollout) === 0;
}
