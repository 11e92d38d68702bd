import type { Moment } from './moments.ts';
import { addTo, type GrowingPair, newPair, ratio } from './tally.ts';
import type { View } from './view.ts';
import { lastEnd, windows } from './view.ts';

/** Windows to a slot: 20 s. */
const SLOT = 4;
const LATELY = 36;
const LONGER = 120;
/** Bad slots in the last three minutes, and the time from the first to the last of them in windows. */
const BAD_SLOTS = 5;
const SPAN = 12;
/** With little traffic: this part of the slots with any answer of the canary's, and so many at least. */
const MOST_SLOTS = 0.55;
const FEW_SLOTS = 3;
/** Separate spells in the last ten minutes. */
const SPELLS = 5;
/** Failing so much of the last minute needs no spread; more of it where nothing runs beside it. */
const GROSS = 0.7;
const GROSS_ALONE = 0.85;

type Slot = { readonly index: number; readonly sum: GrowingPair };

/**
 * Whether errors are spread like those of a fault. A sick instance fails for half a minute and is over before anybody has
 * rolled back; a fault comes back. A slot of 20 s is bad when the canary's error share in it is over the limit and over
 * 1.5 times stable's in it, so that the background of a large service fills no slots. Asked for are five bad slots over a
 * minute or more, within three; or five separate spells in ten minutes (two sick spells are two, however long); or a
 * canary that fails nearly everything right now.
 */
export function isSpread(view: View): boolean {
  const [minute] = view.spans;
  if (ratio(minute.canary.errors, minute.canary.requests) >= (view.isAlone ? GROSS_ALONE : GROSS)) return true;
  const untilMs = lastEnd(view);
  const slots = slotsOf(view.moments, untilMs - windows(view, LONGER), windows(view, SLOT));
  const bad = slots.filter((slot) => isBad(slot, view));
  const fromIndex = (untilMs - windows(view, LATELY)) / windows(view, SLOT);
  const isLate = ({ index }: Slot) => index >= fromIndex;
  return isOften(bad.filter(isLate), slots.filter(isLate)) || spellsIn(bad) >= SPELLS;
}

function isOften(bad: readonly Slot[], all: readonly Slot[]): boolean {
  const [first] = bad;
  const last = bad.at(-1);
  if (!first || !last || (last.index - first.index + 1) * SLOT < SPAN) return false;
  const answered = all.filter(({ sum }) => sum.canary.requests > 0).length;
  return bad.length >= Math.min(BAD_SLOTS, Math.max(FEW_SLOTS, MOST_SLOTS * answered));
}

function spellsIn(bad: readonly Slot[]): number {
  return bad.filter(({ index }, at) => bad[at - 1]?.index !== index - 1).length;
}

function isBad({ sum: { canary, stable } }: Slot, { criteria, params, trial }: View): boolean {
  const what = trial.counts === 'clients' ? 'failingClients' : 'errors';
  const share = ratio(canary[what], canary.requests);
  return share > Math.max(criteria.maxErrorShare, params.margin * ratio(stable[what], stable.requests));
}

function slotsOf(moments: readonly Moment[], sinceMs: number, slotMs: number): readonly Slot[] {
  const slots: Slot[] = [];
  for (const moment of moments) {
    if (moment.atMs < sinceMs) continue;
    const index = Math.floor(moment.atMs / slotMs);
    const last = slots.at(-1);
    const slot = last?.index === index ? last : { index, sum: newPair() };
    if (slot !== last) slots.push(slot);
    addTo(slot.sum, moment);
  }
  return slots;
}
