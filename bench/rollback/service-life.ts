import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { textOf } from '../../sandbox/town/people.ts';
import type { Town } from '../../sandbox/town/town.ts';
import { until } from '../../sandbox/until.ts';
import { hasEnded } from '../../src/core/rollout.ts';
import { freezeLifted } from '../../src/messages/freeze-lifted.ts';
import type { Rollouts } from '../../src/ports/memory.ts';

const IMAGE_TAG = 'v1.1.0';
const WITHIN_MS = 60_000;

export type RolledBack = {
  /** From the signed request leaving to the write arriving at Cloud Run that gives stable everything. */
  readonly tookMs: number;
  /** The rollout says `rolledBack`, and stable really serves everything. */
  readonly isRight: boolean;
};

/** One service that is deployed and rolled back again and again, in Slack's terms and seen from Cloud Run's side. */
export class ServiceLife {
  readonly name: string;
  readonly #town: Town;
  readonly #rollouts: Rollouts;
  readonly #fullName: string;
  readonly #stable: string;
  #rolloutId = '';
  #round = 0;
  /** Since when its canary has had traffic; null while it has none. */
  shiftingSinceMs: number | null = null;

  constructor(name: string, town: Town, rollouts: Rollouts) {
    this.name = name;
    this.#town = town;
    this.#rollouts = rollouts;
    this.#fullName = town.serviceName(name, 'prod');
    this.#stable = this.#serving()[0]?.revision ?? '';
  }

  async #liftFreeze(): Promise<void> {
    const of = { service: this.name, env: 'prod' };
    const freeze = await this.#rollouts.freeze(of.service, of.env);
    if (freeze === null) return;
    const by = exampleUsers.ana;
    const word = freezeLifted({ ...of, freeze, by }, exampleChannels.incidentsProd);
    await this.#rollouts.unfreeze(of.service, of.env, { by, rolloutId: freeze.rolloutId, word });
  }

  /** Deploys, confirms, and resolves when the canary has traffic. */
  async deploy(): Promise<void> {
    this.#round += 1;
    const sinceMs = Date.now();
    await this.#liftFreeze();
    const { workspace } = this.#town.slack;
    const channelId = exampleChannels.deploys;
    const userId = exampleUsers.ana;
    const sinceTs = workspace.shownTo(userId).at(-1)?.ts ?? '';
    const text = `${this.name} ${IMAGE_TAG} prod because round ${this.#round}`;
    await workspace.command({ userId, channelId, command: '/deploy', text });
    const plan = await until(
      `the plan of ${text}`,
      () =>
        workspace
          .shownTo(userId)
          .findLast(
            (shown) => shown.ts > sinceTs && workspace.buttonsOf(shown).length > 0 && textOf(shown).includes(this.name),
          ),
      WITHIN_MS,
    );
    await workspace.press({ userId, channelId: plan.channelId, ephemeralId: plan.ts, actionId: 'confirm_plan' });
    const shift = await until(`the first shift of ${text}`, () => this.#shiftSince(sinceMs), WITHIN_MS);
    this.#rolloutId = shift.annotations['slipway/rollout'] ?? '';
    this.shiftingSinceMs = Date.now();
  }

  /** Says `/rollback … now`, and resolves when the rollout has ended. */
  async rollBack(): Promise<RolledBack> {
    this.shiftingSinceMs = null;
    const sentMs = Date.now();
    const text = `${this.name} prod now because round ${this.#round}`;
    const where = { userId: exampleUsers.ira, channelId: exampleChannels.deploys };
    await this.#town.slack.workspace.command({ ...where, command: '/rollback', text });
    const write = await until(`the write of /rollback ${text}`, () => this.#returnOf(this.#rolloutId), WITHIN_MS);
    const isRight = await this.#endsRight();
    return { tookMs: write.atMs - sentMs, isRight };
  }

  /** Whether stable really has all the traffic now. */
  isOnStable(): boolean {
    const [only, another] = this.#serving();
    return another === undefined && only?.revision === this.#stable && only.percent === 100;
  }

  async #endsRight(): Promise<boolean> {
    const endMs = Date.now() + WITHIN_MS;
    while (Date.now() < endMs) {
      const stored = await this.#rollouts.read(this.#rolloutId);
      if (stored && hasEnded(stored.rollout)) return stored.rollout.state === 'rolledBack' && this.isOnStable();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }

  #writes() {
    return this.#town.google.model.run.journal.of(this.#fullName).filter(({ outcome }) => outcome === 'committed');
  }

  #shiftSince(sinceMs: number) {
    return this.#writes().find(
      ({ atMs, trafficAfter }) =>
        atMs > sinceMs && trafficAfter.some(({ revision, percent }) => revision !== this.#stable && percent > 0),
    );
  }

  #returnOf(rolloutId: string) {
    return this.#writes().find(
      ({ annotations, trafficAfter }) =>
        annotations['slipway/rollout'] === rolloutId &&
        annotations['slipway/step']?.endsWith('-rollingBack') &&
        trafficAfter.some(({ revision, percent }) => revision === this.#stable && percent === 100),
    );
  }

  #serving() {
    return this.#town.google.model.run.record(this.#fullName).trafficStatuses.filter(({ percent }) => percent > 0);
  }
}
