import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { blueGreenCatalog, catalog as canaryCatalog, replaceCatalog, writerCatalog } from '../fakes/job-world.ts';
import type { Action } from './state-machine-actions.ts';
import { lawsOf } from './state-machine-laws.ts';
import { checkRest } from './state-machine-rest-laws.ts';
import { type Machine, machine } from './state-machine-town.ts';

/** The ways to deploy there are, each with a machine of its own. */
export const VARIANTS = [
  { name: 'a canary', catalog: seldom(canaryCatalog), isThere: true },
  { name: 'a switch by hand', catalog: seldom(blueGreenCatalog), isThere: true },
  { name: 'a switch by itself', catalog: seldom(replaceCatalog), isThere: true },
  { name: 'a single writer', catalog: seldom(writerCatalog), isThere: true },
  { name: 'a service that is not there yet', catalog: seldom(canaryCatalog), isThere: false },
] as const;

/** Looks at a bake of a minute twice rather than six times, and waits shortly: what lies between two looks is tried out here. */
function seldom(catalog: Catalog): Catalog {
  return { ...catalog, timing: { ...catalog.timing, lookEveryMs: 30_000, stopGraceMs: 2_000 } };
}

export type Variant = (typeof VARIANTS)[number];

/** Plays one history from its first action to rest. @throws LawBroken at the first action after which a law does not hold. */
export async function play(
  { catalog, isThere }: Variant,
  actions: readonly Action[],
  switches: Partial<Switches>,
): Promise<Machine> {
  const running = machine(catalog, switches, isThere);
  const checkLaws = lawsOf(running);
  for (const action of actions) {
    await running.act(action);
    checkLaws();
  }
  await running.bringToRest();
  checkLaws();
  checkRest(running);
  return running;
}
