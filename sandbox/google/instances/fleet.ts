import { Demand } from './demand.ts';
import type { InstanceSettings } from './instance-settings.ts';

export type Instance = {
  id: string;
  startedMs: number;
  /** From here on it answers. */
  readyMs: number;
  firstRequestMs: number | null;
  lastRequestMs: number;
  /** What it holds beyond what every instance needs. */
  leakedMb: number;
  /** Set once it is over its memory limit: requests that are under way then fail. */
  diesAtMs: number | null;
};

/** What an image asks of an instance. */
export type Appetite = {
  /** Time of one CPU that a request takes. */
  cpuMsPerRequest: number;
  /** Where an instance can take no more than so many requests in a second, however many it is given. */
  mostPerSecond: number;
};

type FleetParts = {
  settings: InstanceSettings;
  appetite: () => Appetite;
  startUpMs: () => number;
  newId: (nth: number) => string;
  /** An instance without requests is kept for so long. */
  idleMs: number;
  onStarted: (instance: Instance) => void;
};

/** Cloud Run adds instances before they are full: at this share of their concurrency or CPU. */
const TARGET = 0.6;

/** The instances of one revision: as many as its requests need, within its limits, and some that are idle. */
export class Fleet {
  readonly settings: InstanceSettings;
  readonly #parts: FleetParts;
  readonly #demand = new Demand();
  #instances: Instance[] = [];
  #started = 0;

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.settings = parts.settings;
  }

  get instances(): readonly Instance[] {
    return this.#instances;
  }

  /** One that has started already, for its start-up check. */
  addWarm(nowMs: number) {
    this.#instances.push(this.#newInstance(nowMs, nowMs));
  }

  /**
   * The instance that a request goes to, by chance among those that are needed; one that still starts where no other is
   * there. Null when all that there may be are full: `chance` (0 to 1) decides who is left out.
   */
  take(atMs: number, pick: number, chance: number): Instance | null {
    this.#demand.arrived(atMs);
    if (chance < this.#shareLeftOut(atMs)) return null;
    const wanted = this.wanted(atMs);
    while (this.#alive(atMs).length < wanted) this.#start(atMs);
    const alive = this.#alive(atMs);
    const ready = alive.filter((instance) => instance.readyMs <= atMs).slice(0, wanted);
    const [first, ...others] = alive;
    if (!first) return null;
    const soonest = others.reduce((best, each) => (each.readyMs < best.readyMs ? each : best), first);
    const taken = ready[Math.floor(pick * ready.length)] ?? soonest;
    taken.firstRequestMs ??= Math.max(atMs, taken.readyMs);
    taken.lastRequestMs = Math.max(taken.lastRequestMs, atMs);
    return taken;
  }

  /** Told of every answer, because slow ones need more instances. */
  answered(latencyMs: number) {
    this.#demand.answered(latencyMs);
  }

  /** Takes out the dead, whom it returns, and those idle for too long. */
  tidy(nowMs: number): Instance[] {
    const dead = this.#instances.filter(({ diesAtMs }) => diesAtMs !== null && diesAtMs <= nowMs);
    const { minInstances } = this.settings;
    const living = this.#instances.filter((instance) => !dead.includes(instance));
    this.#instances = living.filter(
      (instance, index) =>
        index < minInstances || nowMs - Math.max(instance.lastRequestMs, instance.readyMs) < this.#parts.idleMs,
    );
    return dead;
  }

  stop() {
    this.#instances = [];
  }

  /** Of all requests of a second, those of one instance, and how much of its CPU they take. */
  perInstance(nowMs: number) {
    const busy = Math.max(1, Math.min(this.wanted(nowMs), this.#alive(nowMs).length));
    const perSecond = this.#demand.perSecond(nowMs) / busy;
    const cpu = (perSecond * this.#parts.appetite().cpuMsPerRequest) / 1000 / this.settings.cpus;
    return { cpu, concurrency: this.#demand.concurrency(nowMs) / busy };
  }

  wanted(atMs: number) {
    const { concurrency, cpus, minInstances, maxInstances } = this.settings;
    const { cpuMsPerRequest, mostPerSecond } = this.#parts.appetite();
    const perSecond = this.#demand.perSecond(atMs);
    const needed = Math.max(
      this.#demand.concurrency(atMs) / (concurrency * TARGET),
      (perSecond * cpuMsPerRequest) / 1000 / (cpus * TARGET),
      perSecond / mostPerSecond,
    );
    return Math.min(maxInstances, Math.max(1, minInstances, Math.ceil(needed)));
  }

  #shareLeftOut(atMs: number) {
    const { concurrency, maxInstances } = this.settings;
    const full = Math.max(
      this.#demand.concurrency(atMs) / concurrency,
      this.#demand.perSecond(atMs) / this.#parts.appetite().mostPerSecond,
    );
    return Math.max(0, 1 - maxInstances / full);
  }

  #alive(atMs: number) {
    return this.#instances.filter(({ diesAtMs }) => diesAtMs === null || diesAtMs > atMs);
  }

  #start(atMs: number) {
    const instance = this.#newInstance(atMs, atMs + this.#parts.startUpMs());
    this.#instances.push(instance);
    this.#parts.onStarted(instance);
  }

  #newInstance(startedMs: number, readyMs: number): Instance {
    const id = this.#parts.newId(this.#started);
    this.#started += 1;
    return { id, startedMs, readyMs, firstRequestMs: null, lastRequestMs: 0, leakedMb: 0, diesAtMs: null };
  }
}
