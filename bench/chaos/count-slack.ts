import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import { endOf } from './cards.ts';
import { type Finding, type Seen, stepOf } from './evidence.ts';
import type { Shown } from './slack-diary.ts';

const NOTICES: Readonly<Record<string, RegExp>> = {
  Succeeded: /is deployed/,
  'Rolled back': /is rolled back/,
  Aborted: /is aborted/,
  Failed: / failed/,
};
const END_NOTICE = /\* is (deployed|rolled back|aborted)|is (deployed|rolled back|aborted)\*|failed\*/;
/** Lines that tell of something that can happen once only in one rollout. */
const ONCE = /Started|created; it|is ready after/;
/** Lines about the traffic: the same is told anew only after somebody else's change was adopted or written over. */
const STEP = /serves \d|serves everything|is routed to|Moving .* to|Switching all/;
const TURNED_BACK = /adopted it for | restores /;
const STOPPED_BY_OTHERS = /is stopped: /;

/** Rollouts that somebody started and nobody ended: their card says at the end of all that they still run, or there is none. */
export function rolloutsLost(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts
    .filter(({ card }) => card === null || endOf(card) === null)
    .map(({ id, place, card }) => `${place.name}: ${id} has not ended: ${card ?? 'no card'}`);
}

/**
 * What Cloud Run has done and Slack does not tell: a state that was reached, by Cloud Run's journal, without its message in the
 * thread; an end without its notice, or a notice whose card was never edited.
 */
export function slackMissing(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts.flatMap((rollout) => {
    const { id, place, roots, lines } = rollout;
    if (roots.length === 0) return [`${place.name}: ${id} has no card`];
    const untold = expectedOf(rollout).filter((words) => !lines.some(({ text }) => words.test(text)));
    return [...new Set(untold.map(String))].map((words) => `${place.name}: ${id} was never told ${words}`);
  });
}

function expectedOf(rollout: Seen): readonly RegExp[] {
  const { writes, lines, card } = rollout;
  const end = card === null ? null : endOf(card);
  const isTold = lines.some(({ text }) => END_NOTICE.test(text));
  const ofWrites = writes.flatMap((write, index) => expectedOfWrite(write, writes[index + 1], rollout));
  if (end === null) return isTold ? [...ofWrites, /the same on its card/] : ofWrites;
  const routed = writes.some((write) => stepOf(write).state === 'rollingBack') ? [/is routed to/] : [];
  return [...ofWrites, ...routed, NOTICES[end] ?? /never/];
}

function expectedOfWrite(write: JournalEntry, next: JournalEntry | undefined, rollout: Seen): readonly RegExp[] {
  switch (stepOf(write).state) {
    case 'shifting':
      return expectedOfShift(write, next, rollout);
    case 'rollingBack':
      return [/back|Aborted/];
    case 'baking':
    case 'waiting':
      // The judge may have turned round what a person was just finishing.
      return next === undefined || wentOn(next) ? [/is deployed/] : [];
    default:
      return write.revision === rollout.canary && isShared(rollout) && wentOn(next)
        ? [/created; it has no traffic/]
        : [];
  }
}

/** What an abort or a rollback overtook need not have become real, and is then told as what was left. */
function wentOn(next: JournalEntry | undefined): boolean {
  return next !== undefined && stepOf(next).state !== 'rollingBack';
}

/** The first share is told with what was verified. */
function expectedOfShift(write: JournalEntry, next: JournalEntry | undefined, rollout: Seen): readonly RegExp[] {
  if (!isShared(rollout)) {
    return [
      /Switching all users|answers as it should/,
      ...(isReached(write, next, rollout) ? [/serves everything/] : []),
    ];
  }
  const percent = write.trafficAfter.find(({ revision }) => revision === rollout.canary)?.percent ?? 0;
  // A share that somebody else gave and a person adopted is told in other words.
  if (!rollout.place.percents.includes(percent)) return [];
  const isFirst = percent === rollout.place.percents[0];
  const asked = isFirst ? /answers as it should/ : new RegExp(`Moving .* to ${percent} %`);
  return [asked, ...(isReached(write, next, rollout) ? [new RegExp(`serves ${percent} %`)] : [])];
}

/** A share that others changed before it was committed is told in the line that says so, and nowhere else. */
function isReached(write: JournalEntry, next: JournalEntry | undefined, { lines }: Seen): boolean {
  const { version } = stepOf(write);
  const after = lines.filter(({ mark }) => mark !== null && mark.version > version);
  const [first] = after.toSorted((one, other) => (one.mark?.version ?? 0) - (other.mark?.version ?? 0));
  return wentOn(next) && !(first !== undefined && STOPPED_BY_OTHERS.test(first.text));
}

/** Its users come to it in shares. */
function isShared({ place }: Seen): boolean {
  return place.percents.length > 1;
}

/**
 * Messages too many: with the mark of an earlier one, a second card or end, a second line about what happens once only, or
 * two commits that tell the same of the traffic while nothing between them undid it.
 */
export function slackDoubled(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts.flatMap(({ id, place, roots, lines }) => {
    const all = [...roots, ...lines];
    const extra = all.filter((one, index) => all.slice(0, index).some((earlier) => isAgain(one, earlier, lines)));
    return extra.map(({ text }) => `${place.name}: ${id} "${text}" stands twice`);
  });
}

function isAgain(one: Shown, earlier: Shown, lines: readonly Shown[]): boolean {
  if (JSON.stringify(one.mark) === JSON.stringify(earlier.mark)) return true;
  if (one.threadTs === null || earlier.threadTs === null) return one.threadTs === earlier.threadTs;
  if (END_NOTICE.test(one.text)) return END_NOTICE.test(earlier.text);
  // The time until which a share is watched is no other event.
  const [said, before] = [one, earlier].map(({ text }) => text.replace(/Watching.*/, ''));
  if (said !== before) return false;
  return ONCE.test(one.text) || (STEP.test(one.text) && !isTurnedBackBetween(earlier, one, lines));
}

function isTurnedBackBetween(earlier: Shown, one: Shown, lines: readonly Shown[]): boolean {
  const [from, to] = [earlier, one].map(({ mark }) => mark?.version ?? 0);
  const between = lines.filter(({ mark }) => mark !== null && mark.version > (from ?? 0) && mark.version < (to ?? 0));
  return between.some(({ text }) => TURNED_BACK.test(text));
}

/**
 * A thread that cannot be read from top to bottom: a line below one that was decided later, a line below the end, or a share
 * that is told before Cloud Run was asked for it.
 */
export function slackOutOfOrder(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts.flatMap(({ id, place, canary, writes, lines }) => {
    const read = lines.toSorted((one, other) => Number(one.ts) - Number(other.ts));
    const order = read.map(({ mark }) => (mark?.version ?? 0) * 100 + (mark?.index ?? 0));
    const behind = read.filter((_, index) => (order[index] ?? 0) < (order[index - 1] ?? 0));
    const endAt = read.findIndex(({ text }) => END_NOTICE.test(text));
    const afterEnd = endAt === -1 ? [] : read.slice(endAt + 1);
    const early = read.filter(({ text, atMs }) => {
      const percent = Number(/serves (\d+) %/.exec(text)?.[1] ?? 'NaN');
      const isAsked = writes.some(
        (write) =>
          write.atMs <= atMs && write.trafficAfter.some((row) => row.revision === canary && row.percent === percent),
      );
      return !Number.isNaN(percent) && !isAsked;
    });
    return [...behind, ...afterEnd, ...early].map(
      ({ text }) => `${place.name}: ${id} "${text}" stands at a wrong place`,
    );
  });
}
