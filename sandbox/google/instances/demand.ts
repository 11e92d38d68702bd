/** Long enough to even out chance, short enough to follow a shift of traffic. */
const SPAN_MS = 5_000;
/** Weight of one more latency in the running mean of them. */
const LATENCY_WEIGHT = 0.02;
const FIRST_GUESS_MS = 80;

/** How much a revision is asked to do: a running estimate from the requests that came. */
export class Demand {
  #weight = 0;
  #atMs = 0;
  #latencyMs = FIRST_GUESS_MS;

  arrived(atMs: number) {
    this.#weight = this.#weightAt(atMs) + 1;
    this.#atMs = Math.max(atMs, this.#atMs);
  }

  answered(latencyMs: number) {
    this.#latencyMs += (latencyMs - this.#latencyMs) * LATENCY_WEIGHT;
  }

  perSecond(atMs: number) {
    return (this.#weightAt(atMs) * 1000) / SPAN_MS;
  }

  /** Requests under way at once (Little's law). */
  concurrency(atMs: number) {
    return (this.perSecond(atMs) * this.#latencyMs) / 1000;
  }

  /** Requests of one tick do not come in order of time. */
  #weightAt(atMs: number) {
    return this.#weight * Math.exp(-Math.max(0, atMs - this.#atMs) / SPAN_MS);
  }
}
