import { RateLimited } from './slack-error.ts';
import type { Now } from './timestamps.ts';

/** Calls a minute of Slack's tiers, per method and team. */
const callsAMinute = { tier1: 1, tier2: 20, tier3: 50, tier4: 100 } as const;

/** chat.postMessage has limits of its own: one a second and channel with short bursts, several hundred a minute and team. */
const channelBurst = 3;
const postsAMinute = 300;

export type Tier = keyof typeof callsAMinute | 'posting' | 'none';

export type LimitOptions = {
  now: Now;
  /** 1 is as strict as Slack; 10 allows ten times as much, for demos that cannot wait. */
  factor: number;
  isOn: boolean;
};

/** Counts calls as Slack does; a refused call is not counted. */
export class RateLimits {
  readonly #options: LimitOptions;
  readonly #recentMs = new Map<string, number[]>();
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(options: LimitOptions) {
    this.#options = options;
  }

  /** One line for the log of a demo, so that nobody mistakes fast limits for Slack's. */
  describe(): string {
    const { factor, isOn } = this.#options;
    if (!isOn) return 'Slack rate limits: off';
    if (factor === 1) return 'Slack rate limits: as strict as Slack';
    return `Slack rate limits: ${factor} times as generous as Slack`;
  }

  /** @throws RateLimited */
  take(method: string, tier: Tier, teamId: string, channelId: string): void {
    if (!this.#options.isOn || tier === 'none') return;
    if (tier === 'posting') this.#takeFromBucket(`${method} ${channelId}`);
    this.#takeFromMinute(`${method} ${teamId}`, tier === 'posting' ? postsAMinute : callsAMinute[tier]);
  }

  #takeFromBucket(key: string): void {
    const nowMs = this.#options.now();
    const bucket = this.#buckets.get(key) ?? { tokens: channelBurst, atMs: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.atMs) / 1000) * this.#options.factor;
    const tokens = Math.min(channelBurst, refilled);
    if (tokens < 1) throw this.#waitFor(((1 - tokens) * 1000) / this.#options.factor);
    this.#buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
  }

  #takeFromMinute(key: string, allowed: number): void {
    const nowMs = this.#options.now();
    const windowMs = 60_000 / this.#options.factor;
    const recent = (this.#recentMs.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    const [oldestMs] = recent;
    if (recent.length >= allowed && oldestMs !== undefined) throw this.#waitFor(oldestMs + windowMs - nowMs);
    this.#recentMs.set(key, [...recent, nowMs]);
  }

  #waitFor(waitMs: number): RateLimited {
    return new RateLimited(Math.max(1, Math.ceil(waitMs / 1000)));
  }
}
