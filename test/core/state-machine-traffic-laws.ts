import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT } from '../fakes/job-world.ts';
import { mustHold, newIn } from './state-machine-law.ts';
import { percentIn, percentsBefore } from './state-machine-reference.ts';
import type { Machine } from './state-machine-town.ts';

type Rows = JournalEntry['trafficAfter'];
const NAME = serviceName(AT);
const OURS: readonly string[] = ['canary', 'stable', ''];

/** Judges what Cloud Run itself wrote down, never what our own records say of it. */
export function trafficJudge(machine: Machine): () => void {
  const { model, store, world } = machine;
  const isWriter = world.catalog().services.every(({ singleWriter }) => singleWriter);
  const shares = new Map<string, number>();
  let [fence, lives] = [0, 0];

  const judgeWrite = (write: JournalEntry) => {
    const what = () => ({ ...write, live: machine.live()?.rollout.state });
    mustHold('etag', write.method === 'CreateService' || write.etagSent !== '', what);
    const carried = Number(write.annotations['slipway/fence']);
    mustHold('fenceRises', carried >= fence, what);
    fence = carried;
    const isByName = write.trafficAfter.every(({ revision }) => revision !== 'LATEST' && revision !== '');
    const isMoving = write.method === 'CreateService' || write.mask.includes('traffic');
    mustHold('sumOf100', !isMoving || (isByName && sumOf(write.trafficAfter) === 100), what);
    const rollout = decidedBy(write);
    if (rollout === null) return mustHold('decidedShare', false, what);
    if (rollout.plan.singleWriter) return undefined;
    judgeTags(write);
    return rollout.stable === null ? judgeSole(write, rollout) : judgeShare(write, rollout);
  };
  const decidedBy = ({ annotations }: JournalEntry): Rollout | null => {
    const id = annotations['slipway/rollout'] ?? '';
    const [version, state] = (annotations['slipway/step'] ?? '').split('-');
    const known = store.history.findLast((one) => {
      return one.rollout.id === id && one.version === Number(version) && one.rollout.state === state;
    });
    return known?.rollout ?? null;
  };
  const judgeShare = (write: JournalEntry, rollout: Rollout) => {
    const what = () => ({ ...write, decided: rollout });
    const { canary, stable } = rollout;
    const share = shareOf(write.trafficAfter, canary);
    const mayGive = percentIn(rollout);
    mustHold('decidedShare', share === mayGive, what);
    mustHold('oneCanary', isOnly(write.trafficAfter, [canary, stable?.revision ?? '']), what);
    const trafficBefore = write.trafficBefore.map((row) =>
      row.revision === 'LATEST' ? { ...row, revision: write.latestBefore } : row,
    );
    const was = shareOf(trafficBefore, canary);
    const isPersons =
      (rollout.state === 'rollingBack' && rollout.reason.who !== null) || isWhatWasShown(trafficBefore, rollout);
    const before = rollout.state === 'rollingBack' ? [was] : percentsBefore(rollout);
    const isKnown = before.includes(was) && isOnly(trafficBefore, [canary, stable?.revision ?? '']);
    mustHold('othersStand', isPersons || isKnown, what);
    const isOver = rollout.state === 'shifting' && rollout.over !== null;
    mustHold('neverFalls', rollout.state === 'rollingBack' || isOver || share >= (shares.get(canary) ?? 0), what);
    shares.set(canary, share);
  };
  const judgeRunning = ({ running: all }: { readonly running: readonly string[] }) => {
    // What others start beside it is theirs to answer for.
    const running = all.filter((name) => !name.includes('by-hand'));
    mustHold('oneWriter', !isWriter || running.length < 2 || machine.lastForeign() > 0, () => running);
  };
  const isOurs = ({ client, outcome }: JournalEntry) => client === 'slipway' && outcome === 'committed';
  const looks = [
    newIn(() => model.run.journal.entries.filter(isOurs), judgeWrite),
    newIn(() => model.run.running.changes, judgeRunning),
    newIn(
      () => machine.givenToUnready,
      (given) => mustHold('onReady', false, () => given),
    ),
  ];
  return () => {
    // A rollout that comes to life again out of an older memory begins where that memory left it.
    if (lives !== machine.lives()) shares.clear();
    lives = machine.lives();
    for (const look of looks) look();
    const isThere = model.run.records().some(({ name }) => name === NAME);
    if (isThere) judgeReal(machine);
  };
}

/** A person adopts or restores over what they were shown, and over nothing else. */
function isWhatWasShown(rows: Rows, rollout: Rollout): boolean {
  if (rollout.state !== 'shifting' || rollout.over === null) return false;
  const shown = rollout.over.change.traffic?.now ?? [];
  const serving = [...new Set(rows.filter(({ percent }) => percent > 0).map(({ revision }) => revision))];
  return serving.length === shown.length && shown.every(({ revision, percent }) => shareOf(rows, revision) === percent);
}

/** A first deploy has everything from the moment at which it is there. */
function judgeSole(write: JournalEntry, rollout: Rollout): void {
  const what = () => ({ ...write, decided: rollout });
  mustHold('decidedShare', shareOf(write.trafficAfter, rollout.canary) === 100, what);
}

function judgeTags({ trafficBefore, trafficAfter, ...write }: JournalEntry): void {
  for (const { tag } of trafficBefore) {
    const isKept = OURS.includes(tag) || trafficAfter.some((row) => row.tag === tag);
    mustHold('tagsStay', isKept, () => ({ ...write, trafficBefore, trafficAfter }));
  }
}

/** What users really meet: everything is served, and by no more revisions than a canary and its stable. */
function judgeReal({ model, lastForeign }: Machine): void {
  const serving = model.run.record(NAME).trafficStatuses.filter(({ percent }) => percent > 0);
  // A first deploy has nothing real yet.
  if (serving.length === 0) return;
  const sum = serving.reduce((total, { percent }) => total + percent, 0);
  mustHold('sumOf100', sum === 100, () => serving);
  mustHold('oneCanary', new Set(serving.map(({ revision }) => revision)).size <= 2 || lastForeign() > 0, () => serving);
}

const sumOf = (rows: Rows) => rows.reduce((sum, { percent }) => sum + percent, 0);

export function shareOf(rows: readonly { revision: string; percent: number }[], revision: string): number {
  return rows.filter((row) => row.revision === revision).reduce((sum, { percent }) => sum + percent, 0);
}

function isOnly(rows: Rows, revisions: readonly string[]): boolean {
  return rows.every(({ revision, percent }) => percent === 0 || revisions.includes(revision));
}
