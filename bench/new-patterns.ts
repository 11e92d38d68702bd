import { parseArgs } from 'node:util';
import { seededRandom } from '../sandbox/google/seeded-random.ts';
import { finish, quantile, resultLine, rounded, say } from './measure/result.ts';
import { played } from './new-patterns/canary.ts';
import { looksAt } from './new-patterns/looks.ts';
import { planted, type Told } from './new-patterns/planted.ts';
import { START_MS } from './new-patterns/time.ts';
import { CHANGED, type Changed, UNCHANGED, type World } from './new-patterns/worlds.ts';
import { type Labelled, readLabelled } from './patterns/labelled.ts';

const { values } = parseArgs({
  options: {
    canaries: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    logs: { type: 'string', multiple: true, default: [] },
  },
});
const canaries = Number(values.canaries);
const seed = Number(values.seed);

/** Each log is planted so often, with other templates each time. */
const PLANTINGS = 5;
const SEEDS_APART = 1_000_003;

/** Seconds from the first users until what is looked for is called new or raised; null where it never is. */
function secondsUntil(world: World, nth: number, isIt: (id: string) => boolean): number | null {
  const pieces = played(world, seededRandom(seed * SEEDS_APART + nth));
  for (const { atMs, report } of looksAt(world, pieces)) {
    const isLoud = report.patterns.some(
      ({ id, standing }) => isIt(id) && (standing === 'new' || standing === 'raised'),
    );
    if (isLoud) return (atMs - START_MS) / 1_000;
  }
  return null;
}

function secondsOfAll(world: World, isIt: (id: string) => boolean): readonly number[] {
  return Array.from({ length: canaries }, (_none, nth) => secondsUntil(world, nth, isIt)).filter(
    (seconds) => seconds !== null,
  );
}

/** In how many of the canaries that are no worse than stable anything is ever called new or raised. */
function alarmShare(world: World): readonly [string, number] {
  const share = secondsOfAll(world, () => true).length / canaries;
  say(`${world.name.padEnd(36)} ${(100 * share).toFixed(2)} % of canaries have a false alarm`);
  return [world.name, rounded(share, 4)];
}

function foundIn({ world, key }: Changed) {
  const seconds = secondsOfAll(world, (id) => id === key);
  const found = { share: rounded(seconds.length / canaries, 4), medianSeconds: quantile(seconds, 0.5) };
  say(`${world.name.padEnd(36)} found in ${(100 * found.share).toFixed(1)} %, median ${found.medianSeconds} s`);
  return found;
}

function toldIn(log: Labelled): Told {
  const told = sumOf(Array.from({ length: PLANTINGS }, (_none, nth) => planted(log, seededRandom(seed + nth))));
  say(`${log.name.padEnd(36)} precision ${precision(told).toFixed(3)}, recall ${recall(told).toFixed(3)}`);
  return told;
}

function sumOf(told: readonly Told[]): Told {
  const sum = (what: keyof Told) => told.reduce((total, one) => total + one[what], 0);
  return {
    right: sum('right'),
    wrong: sum('wrong'),
    found: sum('found'),
    foundOrVariant: sum('foundOrVariant'),
    all: sum('all'),
  };
}

function precision({ right, wrong }: Told): number {
  return right / Math.max(1, right + wrong);
}

/** What is called a variant is named as unseen on stable, too: it hides nothing. */
function recall({ foundOrVariant, all }: Told): number {
  return foundOrVariant / Math.max(1, all);
}

function recallWithoutVariants({ found, all }: Told): number {
  return found / Math.max(1, all);
}

async function main(): Promise<void> {
  const logs = values.logs.flatMap((folder) => readLabelled(folder)).map(toldIn);
  const told = logs.length > 0 ? sumOf(logs) : null;
  const alarms = UNCHANGED.map(alarmShare);
  const found = {
    at02: foundIn(CHANGED.at02),
    at1: foundIn(CHANGED.at1),
    at1Of50: foundIn(CHANGED.at1Of50),
    at1Uncounted: foundIn(CHANGED.at1Uncounted),
    at1BesideClumps: foundIn(CHANGED.at1BesideClumps),
    at5OfFew: foundIn(CHANGED.at5OfFew),
    raised5: foundIn(CHANGED.raised5),
  };
  const [calm, ...others] = alarms;
  process.stdout.write(
    resultLine({
      falseAlarmShare: calm?.[1] ?? null,
      worstFalseAlarmShare: Math.max(...others.map(([, share]) => share)),
      precision: told && rounded(precision(told), 4),
      recall: told && rounded(recall(told), 4),
      recallWithoutVariants: told && rounded(recallWithoutVariants(told), 4),
      foundAt02: found.at02.share,
      medianSecondsAt02: found.at02.medianSeconds,
      foundAt1: found.at1.share,
      medianSecondsAt1: found.at1.medianSeconds,
      found: Object.fromEntries(Object.entries(found).map(([name, { share }]) => [name, share])),
      medianSeconds: Object.fromEntries(Object.entries(found).map(([name, one]) => [name, one.medianSeconds])),
      falseAlarms: Object.fromEntries(alarms),
      canaries,
      seed,
    }),
  );
}

finish(main());
