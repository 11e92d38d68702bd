import type { Message } from './model.ts';
import { compareTs } from './timestamps.ts';

/** A part of a list that is cut only where somebody looks. */
export type Cut<T> = { length: number; slice(start: number, end: number): T[] };

/** Messages that are not deleted, in the order of time; found by halving, so that a long channel is as quick as a short one. */
export class Timeline {
  readonly #messages: Message[] = [];

  get length(): number {
    return this.#messages.length;
  }

  get last(): Message | undefined {
    return this.#messages.at(-1);
  }

  at(index: number): Message | undefined {
    return this.#messages[index];
  }

  /** New messages come last; an older one takes its place in time. */
  add(message: Message): void {
    const { last } = this;
    if (last === undefined || compareTs(last.ts, message.ts) < 0) this.#messages.push(message);
    else this.#messages.splice(this.countUpTo(message.ts), 0, message);
  }

  remove(message: Message): void {
    const index = this.countUpTo(message.ts) - 1;
    if (this.#messages[index] === message) this.#messages.splice(index, 1);
  }

  /** How many messages are as old as `ts` or older. */
  countUpTo(ts: string): number {
    let low = 0;
    let high = this.#messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const message = this.#messages[middle];
      if (message !== undefined && compareTs(message.ts, ts) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  countAfter(ts: string): number {
    return this.#messages.length - this.countUpTo(ts);
  }

  slice(start = 0, end = this.#messages.length): Message[] {
    return this.#messages.slice(start, end);
  }

  /** The messages from index `start` up to, not with, `end`, the newest first. */
  newestFirst(start: number, end: number): Cut<Message> {
    const length = Math.max(0, end - start);
    return { length, slice: (from, to) => this.slice(Math.max(start, end - to), end - from).reverse() };
  }
}
