import fc from 'fast-check';
import { actions, switches } from './state-machine-actions.ts';
import { LawBroken } from './state-machine-law.ts';
import { play, type Variant } from './state-machine-play.ts';

export type Searched = {
  readonly runs: number;
  readonly actions: number;
  /** `from event to`, and how often; steps within one state are left out. */
  readonly transitions: ReadonlyMap<string, number>;
  /** The law that was broken and its smallest counterexample; null where none was. */
  readonly broken: { readonly law: string; readonly found: string; readonly counterexample: string } | null;
};

/** Plays so many random histories of one variant; stops at the first that breaks a law, and makes it as small as it can. */
export async function interleavings(
  variant: Variant,
  { runs: numRuns, seed }: { readonly runs: number; readonly seed: number },
): Promise<Searched> {
  const transitions = new Map<string, number>();
  let [runs, played] = [0, 0];
  const property = fc.asyncProperty(actions, switches, async (all, set) => {
    const { store } = await play(variant, all, set);
    runs += 1;
    played += all.length;
    for (const { before, rollout, event } of store.history) {
      if (before?.state === rollout.state) continue;
      const step = `${before?.state ?? 'nothing'} ${event.kind} ${rollout.state}`;
      transitions.set(step, (transitions.get(step) ?? 0) + 1);
    }
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns, seed });
  const broken = failed ? { ...nameOf(errorInstance), counterexample: JSON.stringify(counterexample) } : null;
  return { runs, actions: played, transitions, broken };
}

function nameOf(error: unknown): { readonly law: string; readonly found: string } {
  if (error instanceof LawBroken) return { law: error.law, found: error.message };
  return { law: 'none', found: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
