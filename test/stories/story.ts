import type { Town } from '../../sandbox/town/town.ts';
import { type Place, type Stage, setStage } from './stage.ts';

/** A story of the product, told on one service in one environment. */
export type Story = { readonly title: string; readonly at: Place; readonly tell: (stage: Stage) => Promise<void> };

export type Told = { readonly tookMs: number } | { readonly error: unknown };

let stages = 0;

/**
 * Begins all stories at once; those of the same place are told one after the other, in the order in which they stand.
 * Each gets people of its own, and all are hired before the first speaks: while Slack limits how often its groups may be
 * read, what it said of them lately stands, and that should hold everybody. Nothing is thrown here: how each went is in
 * its promise.
 */
export function tellAll(town: Town, stories: readonly Story[]): ReadonlyMap<string, Promise<Told>> {
  const told = new Map<string, Promise<Told>>();
  const staged = stories.map((story) => ({ story, stage: newStage(town, story) }));
  for (const ofPlace of Map.groupBy(staged, ({ story }) => story.at).values()) {
    let before: Promise<unknown> = Promise.resolve();
    for (const { story, stage } of ofPlace) {
      const telling = before.then(() => tellOn(stage, story));
      told.set(story.title, telling);
      before = telling;
    }
  }
  return told;
}

export function tellOne(town: Town, story: Story): Promise<Told> {
  return tellOn(newStage(town, story), story);
}

function newStage(town: Town, { at }: Story): Stage {
  stages += 1;
  return setStage(town, at, stages);
}

async function tellOn(stage: Stage, { tell }: Story): Promise<Told> {
  const startedMs = performance.now();
  try {
    await tell(stage);
    return { tookMs: performance.now() - startedMs };
  } catch (error) {
    return { error };
  }
}
