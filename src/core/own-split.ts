import type { OurTags } from './foreign.ts';
import { canaryPercent, type Rollout, type RolloutIn } from './rollout.ts';
import { bareRows, CANARY_TAG, canaryRows, ourTagsOf, STABLE_TAG, soleRows, type TrafficRow } from './traffic.ts';

/** What the canary has while nobody but this rollout has written: a writer, or the only revision there is, has everything. */
export function leftPercent(rollout: Rollout): number {
  return rollout.plan.singleWriter || rollout.stable === null ? 100 : canaryPercent(rollout);
}

/** Where our two tags stand: as the rollout put them, or as a person accepted that others did. */
export function ownTags({ accepted, plan, canary, stable }: Rollout): OurTags {
  if (accepted.tags) return accepted.tags;
  return plan.singleWriter ? { canary: null, stable: null } : { canary, stable: stable?.revision ?? null };
}

/** All rows of this rollout with its canary at a share; other people's tags stay where they are. */
export function ownRows(
  before: readonly TrafficRow[],
  rollout: Rollout,
  percent: number = leftPercent(rollout),
): readonly TrafficRow[] {
  const { canary, stable, plan } = rollout;
  if (plan.singleWriter) return bareRows(canary);
  if (stable === null) return soleRows(before, canary, tagList(ownTags(rollout)));
  const tags = ownTags(rollout);
  return canaryRows(before, { canary, stable: stable.revision, canaryPercent: percent, tags });
}

/** Our tags go with the rollout; those that a person let others have outlive it. */
export function tagsAtEnd({ accepted, canary, stable }: Rollout): OurTags {
  const kept = (revision: string | null) => (revision === canary || revision === stable?.revision ? null : revision);
  return { canary: kept(accepted.tags?.canary ?? null), stable: kept(accepted.tags?.stable ?? null) };
}

/** What others did with our tags is undone by a person's rollback alone. */
export function tagsGoingBack(before: readonly TrafficRow[], rollout: RolloutIn<'rollingBack'>): OurTags {
  const { canary, stable, reason } = rollout;
  if (reason.who !== null) return { canary: null, stable: stable.revision };
  const theirs = (revision: string | null) => (revision === canary || revision === stable.revision ? null : revision);
  const now = ourTagsOf(before);
  return { canary: theirs(now.canary), stable: theirs(now.stable) ?? stable.revision };
}

export function tagList({ canary, stable }: OurTags): readonly { readonly tag: string; readonly revision: string }[] {
  const tags = [
    { tag: STABLE_TAG, revision: stable },
    { tag: CANARY_TAG, revision: canary },
  ];
  return tags.flatMap(({ tag, revision }) => (revision === null ? [] : [{ tag, revision }]));
}
