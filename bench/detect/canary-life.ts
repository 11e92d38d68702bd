import { setTimeout as sleep } from 'node:timers/promises';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { textOf } from '../../sandbox/town/people.ts';
import type { Town } from '../../sandbox/town/town.ts';
import { until } from '../../sandbox/until.ts';
import type { Case } from './cases.ts';
import type { Detection } from './figures.ts';

const PLAN_WITHIN_MS = 120_000;
const SHIFT_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** A bad canary from its deploy to its rollback, in Slack's terms and seen from Cloud Run's side. */
export class CanaryLife {
  readonly #of: Case;
  readonly #town: Town;
  readonly #fullName: string;
  readonly #stable: string;
  /** The earliest request of each failing revision, by when it was sent; it failed `latencyMs` later. */
  #firstFailureMs = Number.POSITIVE_INFINITY;

  constructor(of: Case, town: Town) {
    this.#of = of;
    this.#town = town;
    this.#fullName = town.serviceName(of.service, 'prod');
    const { model } = town.google;
    this.#stable = model.run.record(this.#fullName).trafficStatuses[0]?.revision ?? '';
    model.traffic.onAnswer.push((revisionName, { status, latencyMs }, atMs) => {
      if (status < 500 || !this.#isCanary(revisionName)) return;
      this.#firstFailureMs = Math.min(this.#firstFailureMs, atMs + latencyMs);
    });
  }

  /** Deploys and confirms; resolves when the canary has traffic. */
  async deploy(): Promise<void> {
    const { workspace } = this.#town.slack;
    const { service, fault } = this.#of;
    const userId = exampleUsers.ana;
    const text = `${service} ${fault} prod because of a bench`;
    await workspace.command({ userId, channelId: exampleChannels.deploys, command: '/deploy', text });
    const isPlan = (shown: Parameters<typeof textOf>[0]) =>
      workspace.buttonsOf(shown).some(({ actionId }) => actionId === 'confirm_plan') && textOf(shown).includes(service);
    const plan = await until(
      `the plan of ${service}`,
      () => workspace.shownTo(userId).findLast(isPlan),
      PLAN_WITHIN_MS,
    );
    await workspace.press({ userId, channelId: plan.channelId, ephemeralId: plan.ts, actionId: 'confirm_plan' });
    await until(`the first shift of ${service}`, () => this.#shift(), SHIFT_WITHIN_MS);
  }

  /** Looks until it is rolled back, at most until `endMs`. */
  async detected(endMs: number): Promise<Detection> {
    while (Date.now() < endMs && this.#return() === undefined) await sleep(LOOK_EVERY_MS);
    const write = this.#return();
    return { ...this.#of, tookMs: write === undefined ? null : write.atMs - this.#firstFailureMs };
  }

  #isCanary(revisionName: string) {
    return revisionName.startsWith(`${this.#fullName}/revisions/`) && !revisionName.endsWith(`/${this.#stable}`);
  }

  #writes() {
    return this.#town.google.model.run.journal.of(this.#fullName).filter(({ outcome }) => outcome === 'committed');
  }

  #shift() {
    return this.#writes().find(({ trafficAfter }) =>
      trafficAfter.some(({ revision, percent }) => revision !== this.#stable && percent > 0),
    );
  }

  /** The write that gave stable everything again. */
  #return() {
    const shift = this.#shift();
    return this.#writes().find(
      ({ atMs, trafficAfter }) =>
        shift !== undefined &&
        atMs > shift.atMs &&
        trafficAfter.some(({ revision, percent }) => revision === this.#stable && percent === 100),
    );
  }
}
