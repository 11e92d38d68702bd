/** Google's reasons for entries that a tail session does not get. */
export type SuppressionReason = 'RATE_LIMIT' | 'NOT_CONSUMED';
export type Suppressed = { reason: SuppressionReason; suppressedCount: number };

const MINUTE_MS = 60_000;

/** What one session did not get since it was last told, and how much it may still get this minute. */
export class SuppressedCounts {
  #counts = new Map<SuppressionReason, number>();
  #minute = 0;
  #given = 0;

  note(reason: SuppressionReason, count: number) {
    if (count > 0) this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  /** How many of `count` entries fit into this minute; they are taken as given. */
  roomFor(count: number, perMinute: number, nowMs: number) {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#given = 0;
    }
    const room = Math.max(0, Math.min(count, perMinute - this.#given));
    this.#given += room;
    return room;
  }

  /** Each count is told once. */
  take(): Suppressed[] {
    const told = [...this.#counts].map(([reason, suppressedCount]) => ({ reason, suppressedCount }));
    this.#counts = new Map();
    return told;
  }
}
