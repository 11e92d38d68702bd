import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import type { Town } from '../../sandbox/town/town.ts';
import { endOf } from './cards.ts';
import { type Evidence, type Finding, type Seen, slipwayWrites, stepOf } from './evidence.ts';

/**
 * Two committed writes for one decision: with the marks of the same rollout and step, or two in a row for the same rollout
 * that ask for the same traffic. Users would see traffic move twice, or move again after somebody had moved it back.
 */
export function doubleWrites(evidence: Evidence): readonly Finding[] {
  return evidence.places.flatMap((place) => {
    const writes = slipwayWrites(evidence, place);
    const steps = Map.groupBy(writes, ({ annotations }) => JSON.stringify(marks(annotations)));
    const sameStep = [...steps]
      .filter(([, ofStep]) => ofStep.length > 1)
      .map(([step]) => `${place.name}: ${step} twice`);
    const all = evidence.town.google.model.run.journal.of(place.name).filter(({ outcome }) => outcome === 'committed');
    const inARow = all.filter((write, index) => isSameAgain(write, all[index - 1]));
    return [...sameStep, ...inARow.map((write) => `${place.name}: ${JSON.stringify(marks(write.annotations))} again`)];
  });
}

function marks(annotations: JournalEntry['annotations']): readonly (string | undefined)[] {
  return [annotations['slipway/rollout'], annotations['slipway/step']];
}

/** A rollback asks again on purpose, until its traffic is real. */
function isSameAgain(write: JournalEntry, before: JournalEntry | undefined): boolean {
  if (before === undefined || write.client !== 'slipway' || before.client !== 'slipway') return false;
  const { state } = stepOf(write);
  const isSameDecision =
    write.annotations['slipway/rollout'] === before.annotations['slipway/rollout'] && state === stepOf(before).state;
  if (!isSameDecision || state !== 'shifting') return false;
  return JSON.stringify(write.trafficAfter) === JSON.stringify(before.trafficAfter);
}

/** The canary's share rose by more than one phase of its plan: users met a revision that had not been judged at less. */
export function stepsSkipped(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts.flatMap(({ id, place, canary, writes }) => {
    let reached = -1;
    return writes.flatMap(({ trafficBefore, trafficAfter }) => {
      const rows = trafficAfter.filter(({ revision }) => revision === canary);
      const percent = rows.reduce((sum, row) => sum + row.percent, 0);
      // What others had given it already, and a person adopted, is no step of ours; the next one is the one above it.
      const isTheirs = trafficBefore.some((row) => row.revision === canary && row.percent === percent);
      const adoptedIndex = place.percents.findLastIndex((step) => step <= percent);
      if (isTheirs) reached = Math.max(reached, adoptedIndex);
      if (percent === 0 || isTheirs) return [];
      const index = place.percents.indexOf(percent);
      const isSkip = index === -1 || index > reached + 1;
      reached = Math.max(reached, index);
      return isSkip ? [`${place.name}: ${id} went to ${percent} %`] : [];
    });
  });
}

/**
 * How the real traffic stands when all is over: split, stopped, on a bad image, on a revision that was left by a rollback, or
 * not on the one that was said to be deployed. What a person with gcloud did last is theirs and does not count; nor does a
 * bad image that a person finished although the thread said that it had not passed.
 */
export function leftSplit({ town, places }: Evidence, rollouts: readonly Seen[]): readonly Finding[] {
  const { run } = town.google.model;
  return places.flatMap((place) => {
    const last = run.journal.of(place.name).findLast(({ outcome }) => outcome === 'committed');
    if (last !== undefined && last.client !== 'slipway') return [];
    const { trafficStatuses, stopped } = run.record(place.name);
    const serving = trafficStatuses.filter(({ percent }) => percent > 0);
    const [only] = serving;
    const shares = serving.map((row) => `${row.revision} ${row.percent} %`).join(', ');
    if (serving.length !== 1 || only === undefined) return [`${place.name} is split: ${shares}`];
    const here = rollouts.filter((rollout) => rollout.place === place);
    const isTheirWish = here.some((rollout) => rollout.canary === only.revision && isFinishedUnjudged(rollout));
    return [
      ...(stopped ? [`${place.name} is stopped`] : []),
      ...(isTheirWish || isGood(town, `${place.name}/revisions/${only.revision}`)
        ? []
        : [`${place.name} is on a bad image: ${shares}`]),
      ...here.flatMap((rollout) => contradiction(rollout, only.revision, rollout === newest(here)) ?? []),
    ];
  });
}

/** A person pressed Finish after the thread had said that it has not passed: then they answer for the image, not the judge. */
export function isFinishedUnjudged({ place, writes, lines }: Pick<Seen, 'place' | 'writes' | 'lines'>): boolean {
  const last = writes.at(-1);
  const asked = lines.findLast(({ text }) => /The time at \d+ % is up| passed at /.test(text));
  const isOfLastShare = asked?.text.includes(`The time at ${place.percents.at(-1)} % is up`) ?? false;
  return last !== undefined && stepOf(last).state === 'waiting' && isOfLastShare;
}

function isGood({ google }: Town, revisionName: string): boolean {
  const revision = google.model.run.revisions.find(revisionName);
  if (revision?.digest === undefined || revision.state !== 'ready') return false;
  return google.model.registry.behaviourOf(revision.digest).errorRate === 0;
}

function newest(rollouts: readonly Seen[]): Seen | undefined {
  return rollouts.toSorted((one, other) => Number(one.roots[0]?.ts ?? 0) - Number(other.roots[0]?.ts ?? 0)).at(-1);
}

function contradiction({ place, canary, card }: Seen, serving: string, isNewest: boolean): Finding | null {
  const end = card === null ? null : endOf(card);
  const serves = serving === canary;
  if (end === 'Succeeded') return isNewest && !serves ? `${place.name}: ${canary} succeeded and does not serve` : null;
  return end !== null && serves ? `${place.name}: ${canary} serves, and its card says ${end}` : null;
}
