import type { Ephemeral } from './model.ts';

/** What single people were shown, and what of it each of them still sees. */
export class Ephemerals {
  /** Also what is gone. */
  readonly all: Ephemeral[] = [];
  readonly #byPlace = new Map<string, Ephemeral>();
  readonly #shown = new Map<string, Set<Ephemeral>>();

  add(ephemeral: Ephemeral): void {
    this.all.push(ephemeral);
    this.#byPlace.set(placeOf(ephemeral.channelId, ephemeral.ts), ephemeral);
    this.#shown.set(ephemeral.userId, (this.#shown.get(ephemeral.userId) ?? new Set()).add(ephemeral));
  }

  remove(ephemeral: Ephemeral): void {
    this.#shown.get(ephemeral.userId)?.delete(ephemeral);
  }

  /** A reload empties the screen of what only this person saw; Slack keeps no copy. */
  forget(userId: string): void {
    this.#shown.delete(userId);
  }

  /** Also finds what is gone: its buttons may still be on a screen. */
  find(channelId: string, ts: string): Ephemeral | undefined {
    return this.#byPlace.get(placeOf(channelId, ts));
  }

  /** What this person still sees, oldest first. */
  shownTo(userId: string): Ephemeral[] {
    return [...(this.#shown.get(userId) ?? [])];
  }
}

function placeOf(channelId: string, ts: string): string {
  return `${channelId} ${ts}`;
}
