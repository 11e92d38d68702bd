import { setTimeout as sleep } from 'node:timers/promises';
import type { Door } from '../../sandbox/town/processes.ts';
import type { Town } from '../../sandbox/town/town.ts';
import type { Crew, Post } from './crew.ts';
import type { Dice } from './dice.ts';

const KINDS = { worker: 36, sender: 20, web: 16, redis: 12, redisHangs: 4, workerSleeps: 9, webSleeps: 3 };
type Kind = keyof typeof KINDS;

export type Kill = { readonly kind: Kind; readonly atMs: number; readonly victim: Post | null };

/** Longer than lock and two stalled checks of the queue: others have taken over by the time it wakes. */
const SLEEPS_MS = 22_000;
/** How long a moment worth killing in is waited for. */
const MOMENT_MS = 3_000;
const LOOK_EVERY_MS = 2;

/** Ends processes at random points, half of the time in the middle of a write or a post. */
export class Killer {
  readonly kills: Kill[] = [];
  readonly #town: Town;
  readonly #crew: Crew;
  readonly #dice: Dice;
  readonly #sleepers: Promise<void>[] = [];
  readonly #end = new AbortController();
  /** When somebody last said or pressed something; set by the people. */
  spokenAtMs = 0;

  constructor(town: Town, crew: Crew, dice: Dice) {
    this.#town = town;
    this.#crew = crew;
    this.#dice = dice;
  }

  /** Every few seconds, until `isEnough`; resolves when everybody runs again. */
  async work(isEnough: (killed: number) => boolean): Promise<void> {
    while (!isEnough(this.kills.length) && !this.#end.signal.aborted) {
      await this.#pause(this.#dice.between(500, 6_500));
      await this.#untilOthersWork();
      if (!this.#end.signal.aborted) await this.#strike(this.#dice.weighed(KINDS));
    }
    await Promise.all(this.#sleepers);
  }

  stop(): void {
    this.#end.abort();
  }

  /** On a slow machine starting takes longer than the time between two kills: what does not run yet cannot be killed. */
  async #untilOthersWork(): Promise<void> {
    const isReady = () => this.#crew.up('worker').length > 1 && this.#crew.up('web').length > 0;
    while (!isReady() && !this.#end.signal.aborted) await this.#pause(100);
  }

  async #strike(kind: Kind): Promise<void> {
    switch (kind) {
      case 'worker':
        return this.#killWorker();
      case 'sender':
        return this.#killSender();
      case 'web':
        return this.#killWeb();
      case 'redis':
        return this.#cutRedis();
      case 'redisHangs':
        return this.#hangRedis();
      case 'workerSleeps':
        return this.#putToSleep('worker', kind);
      case 'webSleeps':
        return this.#putToSleep('web', kind);
    }
  }

  async #killWorker(): Promise<void> {
    const counts = new Map(this.#crew.up('worker').map((post) => [post, post.line.writes.length]));
    const writing = () => [...counts].find(([post, before]) => post.line.writes.length > before)?.[0];
    const victim = this.#dice.chance(0.65) ? await this.#moment(writing) : undefined;
    if (victim) await this.#pause(this.#dice.between(0, 12));
    await this.#kill('worker', victim ?? this.#anyOf('worker'));
  }

  /** The worker that drains an outbox: it has just called Slack and waits for the reply. */
  async #killSender(): Promise<void> {
    let caller: Post | undefined;
    const end = this.#town.slack.log.listen(({ method, token }) => {
      if (method.startsWith('chat.')) caller ??= this.#crew.up('worker').find((post) => post.token === token);
    });
    const victim = await this.#moment(() => caller);
    end();
    await this.#pause(this.#dice.between(0, 4));
    await this.#kill('sender', victim ?? this.#anyOf('worker'));
  }

  async #killWeb(): Promise<void> {
    const before = this.spokenAtMs;
    await this.#moment(() => this.spokenAtMs > before || undefined);
    await this.#pause(this.#dice.between(0, 25));
    await this.#kill('web', this.#anyOf('web'));
  }

  async #kill(kind: Kind, victim: Post | undefined): Promise<void> {
    if (victim === undefined) return;
    this.#note(kind, victim);
    await victim.running.kill9();
  }

  async #cutRedis(): Promise<void> {
    const { redis } = this.#town;
    this.#note('redis', null);
    await redis.kill9();
    await this.#pause(this.#dice.between(100, 2_000));
    await redis.restart();
  }

  async #hangRedis(): Promise<void> {
    const { redis } = this.#town;
    this.#note('redisHangs', null);
    redis.hang();
    await this.#pause(this.#dice.between(500, 4_000));
    redis.goOn();
  }

  /** One at a time: somebody has to be there to take over. */
  #putToSleep(door: Door, kind: Kind): void {
    const up = this.#crew.up(door);
    const [victim] = up.length > 1 ? [this.#dice.pick(up)] : [];
    if (victim === undefined) return;
    this.#note(kind, victim);
    this.#crew.pause(victim);
    this.#sleepers.push(this.#pause(SLEEPS_MS).then(() => this.#crew.goOn(victim)));
  }

  #anyOf(door: Door): Post | undefined {
    const up = this.#crew.up(door);
    return up.length > 0 ? this.#dice.pick(up) : undefined;
  }

  #note(kind: Kind, victim: Post | null): void {
    this.kills.push({ kind, atMs: Date.now(), victim });
  }

  async #moment<T>(look: () => T | undefined): Promise<T | undefined> {
    const untilMs = Date.now() + MOMENT_MS;
    while (Date.now() < untilMs && !this.#end.signal.aborted) {
      const found = look();
      if (found !== undefined) return found;
      await sleep(LOOK_EVERY_MS);
    }
    return undefined;
  }

  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#end.signal }).catch(() => undefined);
  }
}
