import { parentPort, workerData } from 'node:worker_threads';
import { VARIANTS } from '../../test/core/state-machine-play.ts';
import { interleavings, type Searched } from '../../test/core/state-machine-search.ts';

/** So many runs of one variant, from one seed. */
export type Batch = { readonly variant: number; readonly runs: number; readonly seed: number };
export type Played = { readonly batch: Batch; readonly searched: Searched };

/** One core plays its batches one after the other and tells of each. */
async function playAll(batches: readonly Batch[]): Promise<void> {
  for (const batch of batches) {
    const variant = VARIANTS[batch.variant];
    if (!variant) throw new Error(`there is no variant ${batch.variant}`);
    const played: Played = { batch, searched: await interleavings(variant, batch) };
    parentPort?.postMessage(played);
  }
}

await playAll(workerData);
