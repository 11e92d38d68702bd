import { setTimeout as sleep } from 'node:timers/promises';
import { carryOut } from '../../jobs/command.ts';
import type { World } from '../../jobs/job.ts';
import { rolloutId } from '../../jobs/plan.ts';
import { tick } from '../../jobs/tick.ts';
import { gateOf } from '../../src/core/gate.ts';
import type { DeployRequest, Request } from '../../src/core/request.ts';
import type { Rollout, Stored } from '../../src/core/rollout.ts';
import { asking } from '../../test/fakes/job-world.ts';
import type { Clock, RaceTown } from './town.ts';

/** More than any rollout needs to get anywhere. */
const MAX_LOOKS = 2_000;
const LOOK_AGAIN_MS = 2;
/** Evidence is counted in buckets of 5 s, and a bake begins with a whole one. */
const BAKE_SKIPS_MS = 10_000;

/** One rollout from its deploy on, moved by its own looks and nobody else's. */
export class RaceLife {
  readonly service: string;
  readonly clock: Clock;
  readonly #town: RaceTown;
  rolloutId = '';

  constructor(service: string, town: RaceTown) {
    this.service = service;
    this.#town = town;
    let skippedMs = 0;
    this.clock = {
      now: () => Date.now() + skippedMs,
      skip: (ms) => {
        skippedMs += ms;
      },
    };
  }

  world(connection: number): World {
    return this.#town.worldOn(connection, this.clock.now);
  }

  async ask(request: Request, who: string, connection = 0): Promise<'answered' | 'refused'> {
    return carryOut(asking(request, who, this.clock.now()), this.world(connection));
  }

  /** Planned and confirmed by Ana. */
  async deploy(): Promise<void> {
    const asked = asking(deployOf(this.service), 'U0ANA', this.clock.now());
    this.rolloutId = rolloutId(asked);
    await carryOut(asked, this.world(0));
    const { rollout } = await this.read();
    await this.ask({ kind: 'confirm', of: 'deploy', rolloutId: rollout.id, planHash: rollout.plan.hash }, 'U0ANA');
  }

  async read(): Promise<Stored> {
    const stored = await this.world(0).rollouts.read(this.rolloutId);
    if (!stored) throw new Error(`${this.service} has no rollout ${this.rolloutId}`);
    return stored;
  }

  /** Looks until it is so. @throws when it never comes to that */
  async until(isSo: (rollout: Rollout) => boolean, connection = 0): Promise<Rollout> {
    const world = this.world(connection);
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      const { rollout, version } = await this.read();
      if (isSo(rollout)) return rollout;
      if (rollout.state === 'baking') this.clock.skip(BAKE_SKIPS_MS);
      await tick({ rolloutId: rollout.id, version }, world);
      await sleep(LOOK_AGAIN_MS);
    }
    const { rollout } = await this.read();
    throw new Error(`${this.service} stays ${rollout.state}: ${rollout.trouble ?? 'it has no trouble'}`);
  }

  /** Bo presses Advance at every gate before this phase; the shift to it is decided and not written yet. */
  async toShiftOf(phaseIndex: number): Promise<void> {
    const isThere = (rollout: Rollout) => rollout.state === 'shifting' && rollout.phaseIndex === phaseIndex;
    for (;;) {
      const rollout = await this.until((now) => isThere(now) || now.state === 'waiting');
      if (isThere(rollout)) return;
      await this.press(gateOf(rollout), 'U0BO', 0);
    }
  }

  press(gate: number, who: string, connection: number): Promise<'answered' | 'refused'> {
    return this.ask({ kind: 'advance', rollout: { by: 'button', rolloutId: this.rolloutId, gate } }, who, connection);
  }

  /** What really serves and what is asked for, both of them stable alone. */
  isOnStable(): boolean {
    const { project, region } = { project: 'acme-prod', region: 'europe-west1' };
    const name = `projects/${project}/locations/${region}/services/${this.service}`;
    const { trafficStatuses, spec } = this.#town.google.model.run.record(name);
    return [trafficStatuses, spec.traffic].every((rows) => {
      const serving = rows.filter(({ percent }) => percent > 0);
      return serving.length === 1 && serving[0]?.revision === `${this.service}-00001-seed`;
    });
  }
}

function deployOf(service: string): DeployRequest {
  const image = { kind: 'tag', tag: 'v1.1.0' } as const;
  return { kind: 'deploy', service, env: 'prod', image, strategy: null, because: null, planOnly: false };
}
