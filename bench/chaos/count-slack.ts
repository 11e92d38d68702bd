import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import { endOf } from './cards.ts';
import { type Finding, type Seen, stepOf } from './evidence.ts';

const NOTICES: Readonly<Record<string, RegExp>> = {
  Succeeded: /is deployed/,
  'Rolled back': /is rolled back/,
  Aborted: /is aborted/,
  Failed: / failed/,
};
const END_NOTICE = /\* is (deployed|rolled back|aborted)|is (deployed|rolled back|aborted)\*|failed\*/;
/** Lines that tell of something that can happen once only in one rollout. */
const ONCE = /Started|created; it|is ready after|serves \d|serves everything|is routed to|Moving .* to|Switching all/;

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
    return expectedOf(rollout)
      .filter((words) => !lines.some(({ text }) => words.test(text)))
      .map((words) => `${place.name}: ${id} was never told ${words}`);
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

/** `next`: a shift that a rollback overtook need not have become real. The first shift is told with what was verified. */
function expectedOfWrite(
  write: JournalEntry,
  next: JournalEntry | undefined,
  { place, canary }: Seen,
): readonly RegExp[] {
  const isCanary = place.percents.length > 1;
  switch (stepOf(write).state) {
    case 'shifting': {
      const percent = write.trafficAfter.find(({ revision }) => revision === canary)?.percent ?? 0;
      const wentOn = next !== undefined && stepOf(next).state !== 'rollingBack';
      const [asked, real] = isCanary
        ? [new RegExp(`Moving .* to ${percent} %|answers as it should`), new RegExp(`serves ${percent} %`)]
        : [/Switching all users|answers as it should/, /serves everything/];
      return wentOn ? [asked, real] : [asked];
    }
    case 'rollingBack':
      return [/back|Aborted/];
    case 'baking':
    case 'waiting':
      return [/is deployed/];
    default:
      return write.revision === canary && isCanary ? [/created; it has no traffic/] : [];
  }
}

/** The same message twice: by the mark that it carries, a second card, or a second line about what happens once only. */
export function slackDoubled(rollouts: readonly Seen[]): readonly Finding[] {
  return rollouts.flatMap(({ id, place, roots, lines }) => {
    const marks = [...roots, ...lines].map(({ mark }) => JSON.stringify(mark));
    const texts = lines.map(({ text }) => text.replace(/Watching.*/, '')).filter((text) => ONCE.test(text));
    const twice = [...repeated(marks), ...repeated(texts)];
    const cards = roots.length > 1 ? [`${roots.length} cards`] : [];
    const ends = lines.filter(({ text }) => END_NOTICE.test(text)).length > 1 ? ['more than one end'] : [];
    return [...twice, ...cards, ...ends].map((what) => `${place.name}: ${id} ${what} (twice)`);
  });
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
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
