/** What can go wrong with one call of the Web API. */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'ratelimited'; retryAfterSeconds: number }
  | { kind: 'error'; code: string }
  | { kind: 'delay'; delayMs: number }
  /** The call takes effect, then the connection breaks: the caller cannot know. */
  | { kind: 'replyLost' };

type Planned = { method: string; fault: Fault; left: number };

/** Faults for the next calls, and the switch that takes Slack away altogether. */
export class Faults {
  /** While true every connection is broken without an answer. */
  isAway = false;
  #planned: Planned[] = [];

  /** @param method such as `chat.postMessage`, or `*` for any. */
  next(method: string, times: number, fault: Fault): void {
    this.#planned.push({ method, fault, left: times });
  }

  /** Uses up one fault meant for this method, oldest first. */
  take(method: string): Fault | undefined {
    const planned = this.#planned.find((plan) => plan.method === method || plan.method === '*');
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((plan) => plan !== planned);
    return planned.fault;
  }

  /** What waits for its calls, oldest first. */
  pending(): Planned[] {
    return this.#planned.map((plan) => ({ ...plan }));
  }

  clear(): void {
    this.isAway = false;
    this.#planned = [];
  }
}
