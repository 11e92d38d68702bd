import type { Town } from '../../sandbox/town/town.ts';
import { type Place, type Stage, setStage } from './stage.ts';

/** A story of the product, told on one service in one environment. */
export type Story = { readonly title: string; readonly at: Place; readonly tell: (stage: Stage) => Promise<void> };

export type Told = { readonly tookMs: number } | { readonly error: unknown };

let stages = 0;

/**
 * Begins all stories at once; those of the same place are told one after the other, in the order in which they stand.
 * Each gets people of its own. Nothing is thrown here: how each went is in its promise.
 */
export function tellAll(town: Town, stories: readonly Story[]): ReadonlyMap<string, Promise<Told>> {
  const told = new Map<string, Promise<Told>>();
  for (const ofPlace of Map.groupBy(stories, ({ at }) => at).values()) {
    let before: Promise<unknown> = Promise.resolve();
    for (const story of ofPlace) {
      const telling = before.then(() => tellOne(town, story));
      told.set(story.title, telling);
      before = telling;
    }
  }
  return told;
}

export async function tellOne(town: Town, { at, tell }: Story): Promise<Told> {
  stages += 1;
  const startedMs = performance.now();
  try {
    await tell(setStage(town, at, stages));
    return { tookMs: performance.now() - startedMs };
  } catch (error) {
    return { error };
  }
}
