/** Milliseconds since the epoch; injected so that tests own the time. */
export type Now = () => number;

/** Issues message timestamps like Slack's: seconds with six decimals, growing, never the same twice. */
export class Timestamps {
  readonly #now: Now;
  #lastMicros = 0;

  constructor(now: Now) {
    this.#now = now;
  }

  next(): string {
    this.#lastMicros = Math.max(Math.round(this.#now() * 1000), this.#lastMicros + 1);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}`;
  }
}

/** Orders timestamps by time; they are strings because a double cannot hold them. */
export function compareTs(left: string, right: string): number {
  const [leftSeconds = '0', leftMicros = '0'] = left.split('.');
  const [rightSeconds = '0', rightMicros = '0'] = right.split('.');
  return Number(leftSeconds) - Number(rightSeconds) || Number(leftMicros) - Number(rightMicros);
}
