import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { VARIANTS } from '../test/core/state-machine-play.ts';
import { readOptions } from './measure/options.ts';
import { finish, resultLine, rounded, say } from './measure/result.ts';
import type { Batch, Played } from './model/player.ts';

const { runs, seed, cores } = readOptions({
  runs: 100_000,
  seed: 1 + Math.floor(Math.random() * 2 ** 30),
  cores: 1,
});

const RUNS_OF_A_BATCH = 250;
const TOLD_EVERY = 20;

/** Random histories of the state machine on the emulated Cloud Run; how many, and how many broke a law. */
async function main(): Promise<void> {
  const beganMs = performance.now();
  const batches = batchesOf(runs, seed);
  say(`${runs} histories of ${VARIANTS.length} ways to deploy, seed ${seed}, on ${cores} core(s) …`);
  const done: Played[] = [];
  const hear = (played: Played) => {
    done.push(played);
    tellOf(played);
    if (done.length % TOLD_EVERY === 0) say(`${sumOf(done, 'runs')} played`);
  };
  const shares = Array.from({ length: cores }, (_, core) => batches.filter((__, index) => index % cores === core));
  await Promise.all(shares.map((share) => playOn(share, hear)));
  process.stdout.write(resultLine(figures(done, (performance.now() - beganMs) / 1000)));
}

/** Each batch has a seed of its own, so that one that found something can be played again alone. */
function batchesOf(count: number, first: number): readonly Batch[] {
  const { length } = VARIANTS;
  const each = Math.ceil(count / length);
  return Array.from({ length: Math.ceil(each / RUNS_OF_A_BATCH) }, (_, round) => {
    const left = Math.min(RUNS_OF_A_BATCH, each - round * RUNS_OF_A_BATCH);
    return Array.from({ length }, (__, variant) => ({ variant, runs: left, seed: first + round * length + variant }));
  }).flat();
}

async function playOn(batches: readonly Batch[], hear: (played: Played) => void): Promise<void> {
  const player = new Worker(new URL('./model/player.ts', import.meta.url), { workerData: batches });
  player.on('message', hear);
  await once(player, 'exit');
}

function tellOf({ batch, searched: { broken } }: Played): void {
  if (broken === null) return;
  say(`BROKEN, ${VARIANTS[batch.variant]?.name}, seed ${batch.seed}: ${broken.found}`);
  say(`  ${broken.counterexample}`);
}

function sumOf(done: readonly Played[], field: 'runs' | 'actions'): number {
  return done.reduce((sum, { searched }) => sum + searched[field], 0);
}

function figures(done: readonly Played[], seconds: number): Record<string, number> {
  const transitions = new Map<string, number>();
  for (const [step, count] of done.flatMap(({ searched }) => [...searched.transitions])) {
    transitions.set(step, (transitions.get(step) ?? 0) + count);
  }
  const seen = [...transitions].sort(([, one], [, other]) => other - one);
  for (const [step, count] of seen) say(`  ${String(count).padStart(9)}  ${step}`);
  return {
    runs: sumOf(done, 'runs'),
    violations: done.filter(({ searched }) => searched.broken !== null).length,
    actions: sumOf(done, 'actions'),
    statesSeen: new Set(seen.map(([step]) => step.split(' ').at(-1))).size,
    transitionsSeen: seen.length,
    seconds: rounded(seconds, 0),
    seed,
  };
}

finish(main());
