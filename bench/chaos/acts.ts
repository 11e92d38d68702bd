import type { Place } from './catalog.ts';
import type { Shown, SlackDiary } from './slack-diary.ts';

export type Verb =
  | 'deploy'
  | 'confirm'
  | 'advance'
  | 'pause'
  | 'resume'
  | 'adopt'
  | 'restore'
  | 'abort'
  | 'rollback'
  | 'unfreeze';

/** One thing that somebody said or pressed, and what came of it as Slack showed it to them. */
export type Act = {
  readonly verb: Verb;
  readonly place: Place;
  readonly userId: string;
  readonly words: string;
  readonly atMs: number;
  /** `<rolloutId>.<gate or plan>`, as it stood behind the button; null for words. */
  readonly button: string | null;
  /** When web said that it has it; null while it did not, or never. */
  acknowledgedAtMs: number | null;
  /** The last word on it: done, or why not. */
  answer: Shown | null;
};

/** Web's first answer, which promises that the request stands in Redis. */
const TAKEN =
  /^(Planning|Confirmed\.|Advancing|Pausing|Resuming|Adopting|Restoring|Aborting|Unfreezing|Sending all traffic|Looking for|Checking that) ?.*…/s;
/** The same again: it was taken when it came first. */
const ALREADY = /already asked for this/;
/** Said meanwhile; the last word is still to come. */
const NOT_YET = /Your request is kept and tried again/;

/** What people asked for, and what they were told, as they saw it. */
export class Acts {
  readonly all: Act[] = [];
  readonly #lastSaidMs = new Map<string, number>();
  readonly #end: () => void;

  constructor(diary: SlackDiary) {
    this.#end = diary.listen((shown) => {
      if (shown.userId !== null) this.#hear(shown, shown.userId);
    });
  }

  begin(act: Omit<Act, 'acknowledgedAtMs' | 'answer'>): Act {
    const begun: Act = { ...act, acknowledgedAtMs: null, answer: null };
    this.all.push(begun);
    return begun;
  }

  stop(): void {
    this.#end();
  }

  #hear(shown: Shown, userId: string): void {
    const open = this.all.filter((act) => act.userId === userId && act.answer === null);
    const newest = open.at(-1);
    const isTaken = TAKEN.test(shown.text);
    if (newest && ALREADY.test(shown.text) && this.#wasAskedBefore(newest)) newest.answer = shown;
    else if (newest && (isTaken || ALREADY.test(shown.text))) newest.acknowledgedAtMs ??= shown.atMs;
    if (isTaken || ALREADY.test(shown.text)) return;
    if (NOT_YET.test(shown.text) || this.#isRepeated(shown, open)) return;
    // People ask for one thing at a time; only who waited in vain has two open, and the older is answered first.
    const answered = open.find(({ acknowledgedAtMs }) => acknowledgedAtMs !== null) ?? open.at(-1);
    if (answered) answered.answer = shown;
  }

  /** As another act of the same person, which has an answer of its own; otherwise it was this one, delivered again. */
  #wasAskedBefore({ userId, words, button, atMs }: Act): boolean {
    return this.all.some(
      (act) => act.userId === userId && act.words === words && act.button === button && act.atMs < atMs,
    );
  }

  /** A private answer whose reply was lost comes again, since Slack gives no way to look it up: it answers nothing new. */
  #isRepeated(shown: Shown, open: readonly Act[]): boolean {
    const key = `${shown.userId} ${shown.text}`;
    const beforeMs = this.#lastSaidMs.get(key);
    this.#lastSaidMs.set(key, shown.atMs);
    return beforeMs !== undefined && !open.some(({ atMs }) => atMs > beforeMs);
  }
}
