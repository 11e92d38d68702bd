import type { Random } from '../../sandbox/google/seeded-random.ts';
import { seededRandom } from '../../sandbox/google/seeded-random.ts';
import type { Labelled } from './labelled.ts';
import { mined } from './mined.ts';
import type { Score } from './score.ts';
import { averageOf, figuresOf, scoreOf } from './score.ts';

const SIZES = [50, 200, 500, 2000];
const SEEDS = [1, 2, 3, 4, 5];

/** How good groups are when there are but so many lines, drawn at random: over all files and seeds, and the worst draw. */
export function sampleScores(logs: readonly Labelled[]): Record<string, Score & { readonly worstGA: number }> {
  return Object.fromEntries(
    SIZES.map((size) => {
      const scores = logs.flatMap((log) => SEEDS.map((seed) => scoreOfSample(drawn(log, size, seededRandom(seed)))));
      return [size, { ...figuresOf(averageOf(scores)), worstGA: Math.min(...scores.map(({ GA }) => GA)) }];
    }),
  );
}

function scoreOfSample({ lines, truth }: Omit<Labelled, 'name'>): Score {
  return scoreOf(truth, mined(lines).ofLine);
}

function drawn({ lines, truth }: Labelled, size: number, random: Random): Omit<Labelled, 'name'> {
  const order = lines.map((_, line) => ({ line, place: random() })).sort((one, other) => one.place - other.place);
  const some = order.slice(0, size).map(({ line }) => line);
  return { lines: some.map((line) => lines[line] ?? ''), truth: some.map((line) => truth[line] ?? '') };
}
