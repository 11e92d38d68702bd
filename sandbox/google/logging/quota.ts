import type { Clock } from '../clock.ts';
import { Code, RpcError } from '../rpc-error.ts';

const MINUTE_MS = 60_000;

/** So many calls in any minute for each name; without a limit every call is taken. */
export class RateQuota {
  readonly #clock: Clock;
  readonly #perMinute: number | undefined;
  readonly #calls = new Map<string, number[]>();

  constructor(clock: Clock, perMinute: number | undefined) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  take(name: string) {
    if (this.#perMinute === undefined) return;
    const nowMs = this.#clock.now();
    const recent = (this.#calls.get(name) ?? []).filter((atMs) => atMs > nowMs - MINUTE_MS);
    if (recent.length >= this.#perMinute) {
      throw new RpcError(Code.resourceExhausted, `Quota exceeded for read requests per minute of '${name}'.`);
    }
    this.#calls.set(name, [...recent, nowMs]);
  }
}
