import { gateOf } from '../../src/core/gate.ts';
import { PHASES } from '../../test/fakes/job-world.ts';
import { RaceLife } from './life.ts';
import type { RaceTown } from './town.ts';

export const GATES_OF_A_ROLLOUT = PHASES.length - 1;
const APPROVERS = ['U0BO', 'U0CY'];

export type Storm = {
  readonly presses: number;
  /** How often the gate moved the rollout on. */
  readonly won: number;
  /** Presses that were answered with what had become of the gate. */
  readonly losersTold: number;
};

/** Every gate of one rollout, pressed by many at once on four connections to Redis. */
export async function storm(service: string, presses: number, gates: number, town: RaceTown): Promise<Storm[]> {
  const life = new RaceLife(service, town);
  await life.deploy();
  const storms: Storm[] = [];
  while (storms.length < gates) {
    const rollout = await life.until(({ state }) => state === 'waiting');
    const gate = gateOf(rollout);
    const before = await wonSoFar(life);
    const pressed = Array.from({ length: presses }, (_, index) =>
      life.press(gate, APPROVERS[index % APPROVERS.length] ?? '', index),
    );
    const outcomes = await Promise.all(pressed);
    const won = (await wonSoFar(life)) - before;
    storms.push({ presses, won, losersTold: outcomes.filter((outcome) => outcome === 'refused').length });
  }
  return storms;
}

/** From the stream of what happened, not from what the presses were told. */
async function wonSoFar(life: RaceLife): Promise<number> {
  const events = await life.world(0).rollouts.events(life.rolloutId);
  return events.filter(({ event }) => event.kind === 'shifting' && event.by !== null).length;
}
