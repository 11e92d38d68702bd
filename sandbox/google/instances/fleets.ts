import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { LogStore } from '../logging/log-store.ts';
import type { MetricStore } from '../monitoring/metric-store.ts';
import type { Registry } from '../registry/registry.ts';
import { logNormal, type Random } from '../seeded-random.ts';
import { entryAt, instanceIdOf, type Place, placeOf } from '../traffic/place.ts';
import { Fleet, type Instance } from './fleet.ts';
import { instanceSettings } from './instance-settings.ts';
import { memoryMb, sampleFleet } from './sample.ts';

export type FleetParts = {
  random: Random;
  logs: LogStore;
  metrics: MetricStore;
  registry: Registry;
  /** Idle instances go sooner in a sandbox whose minutes are shorter. */
  factor: number;
};

type Home = { fleet: Fleet; place: Place; revision: RevisionRecord; sampledMs: number; wasEmpty: boolean };

const START_UP_MS = 600;
const START_UP_SIGMA = 0.3;
const CPU_MS_PER_REQUEST = 3;
/** Cloud Run keeps an idle instance for up to a quarter of an hour. */
const IDLE_MS = 15 * 60_000;
const LEAST_IDLE_MS = 10_000;
const SAMPLES_PER_PERIOD = 6;

/** The instances of all revisions, with what Logging and Monitoring learn of them. */
export class Fleets {
  readonly #parts: FleetParts;
  readonly #homes = new Map<string, Home>();

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  of(revision: RevisionRecord): Fleet {
    return this.#homeOf(revision).fleet;
  }

  /** A revision that passed its start-up check has one instance from that. */
  settled(revision: RevisionRecord, nowMs: number) {
    if (revision.state === 'ready') this.of(revision).addWarm(nowMs);
  }

  /** Buries whom memory killed, lets the idle go, and looks at everybody once in a while. */
  tick(nowMs: number) {
    const everyMs = this.#parts.metrics.periodMs / SAMPLES_PER_PERIOD;
    for (const home of this.#homes.values()) {
      this.#bury(home, nowMs);
      if (nowMs - home.sampledMs < everyMs) continue;
      home.sampledMs = nowMs;
      // That there are none any more is told once.
      const isEmpty = home.fleet.instances.length === 0;
      if (isEmpty && home.wasEmpty) continue;
      home.wasEmpty = isEmpty;
      const behaviour = this.#parts.registry.behaviourOf(home.revision.digest);
      sampleFleet(this.#parts.metrics, home.place, home.fleet, behaviour, nowMs);
    }
  }

  #homeOf(revision: RevisionRecord): Home {
    const known = this.#homes.get(revision.name);
    // A revision that was deleted may be made again under the same name.
    if (known?.revision === revision) return known;
    const { random, registry, factor } = this.#parts;
    const place = placeOf(serviceOfRevision(revision.name), shortName(revision.name));
    const behaviour = () => registry.behaviourOf(revision.digest);
    const fleet = new Fleet({
      settings: instanceSettings(revision.template),
      appetite: () => ({ cpuMsPerRequest: CPU_MS_PER_REQUEST, mostPerSecond: behaviour().mostPerSecond ?? Infinity }),
      startUpMs: () => logNormal(random, behaviour().startUpMs ?? START_UP_MS, START_UP_SIGMA),
      newId: (nth) => instanceIdOf(place.revision, nth),
      idleMs: Math.max(IDLE_MS / factor, LEAST_IDLE_MS),
      onStarted: (instance) => this.#tellOfStart(place, instance),
    });
    const home = { fleet, place, revision, sampledMs: 0, wasEmpty: true };
    this.#homes.set(revision.name, home);
    return home;
  }

  #tellOfStart(place: Place, { id, startedMs, readyMs }: Instance) {
    const { logs, metrics } = this.#parts;
    const at = entryAt(place, 'run.googleapis.com%2Fvarlog%2Fsystem', id);
    const textPayload =
      'Starting new instance. Reason: AUTOSCALING - Instance started due to configured scaling factors or no existing ' +
      'capacity for current traffic.';
    logs.write({ ...at, timestampMs: startedMs, severity: 'INFO', textPayload });
    metrics.observe(
      { type: 'run.googleapis.com/container/startup_latencies', at: place },
      readyMs,
      readyMs - startedMs,
    );
  }

  #bury({ fleet, place }: Home, nowMs: number) {
    const limitMb = fleet.settings.memoryMb;
    for (const instance of fleet.tidy(nowMs)) {
      const usedMb = Math.max(limitMb + 1, Math.round(memoryMb(instance, limitMb)));
      this.#parts.logs.write({
        ...entryAt(place, 'run.googleapis.com%2Fvarlog%2Fsystem', instance.id),
        timestampMs: instance.diesAtMs ?? nowMs,
        severity: 'ERROR',
        textPayload:
          `Memory limit of ${limitMb} MiB exceeded with ${usedMb} MiB used. Consider increasing the memory limit, see ` +
          'https://cloud.google.com/run/docs/configuring/memory-limits',
      });
    }
  }
}
