import { Worker } from 'node:worker_threads';
import type { Run, Scenario } from './harness.ts';
import { HARNESS_FILE } from './harness.ts';

export type Round = { readonly scenarios: readonly Scenario[]; readonly reps: number; readonly seed: number };

/** All rollouts of a judge, in the harness' own workers, as many as there are cores. `judge`: a path, with its parameters. */
export async function play(judge: string, { scenarios, reps, seed }: Round, cores: number): Promise<Run[]> {
  const shares = Array.from({ length: cores }, (_, core) => scenarios.filter((_one, index) => index % cores === core));
  const runs = await Promise.all(
    shares.map(
      (scns) =>
        new Promise<Run[]>((resolve, reject) => {
          const worker = new Worker(HARNESS_FILE, { workerData: { bench: true, spec: judge, scns, reps, seed } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  return runs.flat();
}
