import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import { GATES_OF_A_ROLLOUT, type Storm, storm } from './gate-storm.ts';
import { raceRollback } from './rollback-race.ts';
import { raceTown } from './town.ts';

const AT_ONCE = 8;

/** Both values of each thing about etags that nobody here can check on the real Cloud Run. */
const ETAGS: readonly Partial<Switches>[] = [
  { etagMovesOnStatus: true, etagMovesOnAnnotationOnlyWrite: true },
  { etagMovesOnStatus: false, etagMovesOnAnnotationOnlyWrite: false },
  { etagMovesOnStatus: true, etagMovesOnAnnotationOnlyWrite: false },
  { etagMovesOnStatus: false, etagMovesOnAnnotationOnlyWrite: true },
];

export type RaceFigures = {
  readonly races: number;
  readonly leftNotRolledBack: number;
  readonly gates: number;
  readonly presses: number;
  readonly wonOnce: number;
  readonly wonTwice: number;
  readonly losersTold: number;
};

type HowMany = { readonly races: number; readonly gates: number; readonly presses: number; readonly seed: number };

/** Plays all of them and counts; `told` hears how far it is. */
export async function playRaces(
  { races, gates, presses, seed }: HowMany,
  told: (line: string) => void,
): Promise<RaceFigures> {
  const raced = names('race', races);
  const stormed = names('storm', Math.ceil(gates / GATES_OF_A_ROLLOUT));
  const town = await raceTown([...raced, ...stormed], seed);
  try {
    const left: string[] = [];
    for (const [index, etags] of ETAGS.entries()) {
      Object.assign(town.google.model.run.switches, etags);
      const share = raced.filter((_, race) => race % ETAGS.length === index);
      await sideBySide(share, async (name, race) => {
        if (!(await raceRollback(name, race, town))) left.push(`${name} ${JSON.stringify(etags)}`);
      });
      told(`${share.length} races with ${JSON.stringify(etags)}, left so far: ${left.length}`);
    }
    for (const one of left) told(`not rolled back: ${one}`);
    const storms: Storm[] = [];
    await sideBySide(stormed, async (name, index) => {
      const count = Math.min(GATES_OF_A_ROLLOUT, gates - index * GATES_OF_A_ROLLOUT);
      storms.push(...(await storm(name, presses, count, town)));
    });
    return { races, leftNotRolledBack: left.length, gates: storms.length, ...countOf(storms) };
  } finally {
    await town.stop();
  }
}

function countOf(storms: readonly Storm[]): Omit<RaceFigures, 'races' | 'leftNotRolledBack' | 'gates'> {
  return {
    presses: storms.reduce((sum, one) => sum + one.presses, 0),
    wonOnce: storms.filter(({ won }) => won === 1).length,
    wonTwice: storms.filter(({ won }) => won > 1).length,
    losersTold: storms.reduce((sum, one) => sum + one.losersTold, 0),
  };
}

async function sideBySide(all: readonly string[], play: (name: string, index: number) => Promise<void>): Promise<void> {
  const waiting = [...all.entries()];
  const player = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await play(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
}

function names(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${String(index + 1).padStart(3, '0')}`);
}
