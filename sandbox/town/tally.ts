import type { Slice } from '../page/protocol/town.ts';

const KEPT_SECONDS = 60;
const RECENT_SECONDS = 10;
const SLICE_SECONDS = 3;

type Second = { second: number; requests: number; errors: number };

/** Counts requests and errors of every revision, second by second, for the last minute. */
export class Tally {
  readonly #seconds = new Map<string, Second[]>();

  /** @param status of HTTP; 5xx is an error. */
  add(revision: string, status: number, atMs: number): void {
    const kept = this.#seconds.get(revision) ?? [];
    this.#seconds.set(revision, kept);
    const second = Math.floor(atMs / 1000);
    let one = kept.findLast((each) => each.second === second);
    if (one === undefined) {
      one = { second, requests: 0, errors: 0 };
      kept.push(one);
      if (kept.length > KEPT_SECONDS + 2) kept.shift();
    }
    one.requests += 1;
    if (status >= 500) one.errors += 1;
  }

  /** Of the last ten whole seconds; `errorShare` is 0 to 1, and 0 without requests. */
  now(revision: string, nowMs: number): { requestsPerSecond: number; errorShare: number } {
    const end = Math.floor(nowMs / 1000);
    const { requests, errors } = this.#between(revision, end - RECENT_SECONDS, end);
    return { requestsPerSecond: requests / RECENT_SECONDS, errorShare: requests === 0 ? 0 : errors / requests };
  }

  /** The last minute in slices of three seconds, oldest first. */
  history(revision: string, nowMs: number): Slice[] {
    const end = Math.floor(nowMs / 1000 / SLICE_SECONDS) * SLICE_SECONDS;
    return Array.from({ length: KEPT_SECONDS / SLICE_SECONDS }, (_, index) => {
      const from = end - KEPT_SECONDS + index * SLICE_SECONDS;
      return this.#between(revision, from, from + SLICE_SECONDS);
    });
  }

  #between(revision: string, from: number, to: number): Slice {
    const inside = (this.#seconds.get(revision) ?? []).filter(({ second }) => second >= from && second < to);
    return {
      requests: inside.reduce((sum, { requests }) => sum + requests, 0),
      errors: inside.reduce((sum, { errors }) => sum + errors, 0),
    };
  }
}
