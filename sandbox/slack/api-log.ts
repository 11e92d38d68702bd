export type ApiCall = {
  atMs: number;
  method: string;
  /** Who called, where several apps or processes have tokens of their own. */
  token: string | undefined;
  channelId: string | undefined;
  status: number;
  /** Slack's error code; undefined when the call was fine. */
  error: string | undefined;
  tookMs: number;
  retryAfterSeconds: number | undefined;
};

export type ApiSummary = {
  method: string;
  calls: number;
  refused: number;
  rateLimited: number;
  p50Ms: number;
  p99Ms: number;
};

const maxKept = 20_000;

/** The calls that the app made, newest last. */
export class ApiLog {
  readonly calls: ApiCall[] = [];
  readonly #listeners = new Set<(call: ApiCall) => void>();

  add(call: ApiCall): void {
    this.calls.push(call);
    if (this.calls.length > maxKept) this.calls.shift();
    for (const heard of this.#listeners) heard(call);
  }

  /** @returns a function that ends it. */
  listen(heard: (call: ApiCall) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  of(method: string): ApiCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  summary(): ApiSummary[] {
    const methods = [...new Set(this.calls.map((call) => call.method))].sort();
    return methods.map((method) => {
      const calls = this.of(method);
      const tookMs = calls.map((call) => call.tookMs).sort((left, right) => left - right);
      const at = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? 0;
      return {
        method,
        calls: calls.length,
        refused: calls.filter((call) => call.error !== undefined && call.status !== 429).length,
        rateLimited: calls.filter((call) => call.status === 429).length,
        p50Ms: at(0.5),
        p99Ms: at(0.99),
      };
    });
  }
}
