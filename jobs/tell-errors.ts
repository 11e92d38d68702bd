import { createHash } from 'node:crypto';
import { HOUR_MS } from '../src/core/evidence/last-hour.ts';
import { cardKey, type Outgoing } from '../src/core/outgoing.ts';
import { type ErrorsTold, glanceOf, isWorthTelling } from '../src/core/patterns/glance.ts';
import type { ErrorReport } from '../src/core/patterns/report.ts';
import { beganAtMs, type Rollout } from '../src/core/rollout.ts';
import { errorSummary } from '../src/messages/error-summary.ts';
import { type ErrorsAsked, type ErrorsWorld, errorReport } from './errors.ts';
import { homeOf, type World } from './job.ts';

/** The rollout with what has been told of its errors, and the reply that tells it. */
type WithErrors<R extends Rollout> = { readonly rollout: R; readonly first: readonly Outgoing[] };

type How = 'watching' | 'rolledBack' | 'failed';

type Telling = ErrorsWorld & Pick<World, 'catalog' | 'reports'>;

/** While a canary is watched its errors are read once in so many windows: half a minute. */
const READ_EVERY_WINDOWS = 6;
/** The notice of an end waits for that; a look at a canary asks nobody but Redis. */
const LISTS_WITHIN_MS = 5_000;
/** A rollback while nothing was rolled out has no beginning of its own: what went wrong lately. */
const LATELY_MS = 15 * 60_000;

/**
 * What the canary logs as errors while it is watched: told from the first pattern on that is new, or surely more frequent
 * than on stable, in one reply for each phase, which is edited while the phase lasts.
 */
export async function withErrors<R extends Rollout>(rollout: R, world: Telling): Promise<WithErrors<R>> {
  const { errorsTold } = rollout;
  const everyMs = READ_EVERY_WINDOWS * world.catalog().timing.windowMs;
  if (errorsTold !== null && world.now() - errorsTold.lookedAtMs < everyMs) return { rollout, first: [] };
  return told(rollout, 'watching', world);
}

/** The same at a bad end, whatever was logged; a reply that stands already is brought up to date. */
export function withErrorsAtEnd<R extends Rollout>(
  rollout: R,
  how: Exclude<How, 'watching'>,
  world: Telling,
): Promise<WithErrors<R>> {
  return told(rollout, how, world);
}

/** Never throws: what cannot be read, put into words or kept holds back no look, and no end of a rollout. */
async function told<R extends Rollout>(rollout: R, how: How, world: Telling): Promise<WithErrors<R>> {
  try {
    const report = await read(rollout, how === 'watching' ? 0 : LISTS_WITHIN_MS, world);
    return report === null ? { rollout, first: [] } : await telling(rollout, { report, how }, world);
  } catch (error) {
    world.log('errors.untold', { rolloutId: rollout.id, service: rollout.service, env: rollout.env, err: error });
    return { rollout, first: [] };
  }
}

async function telling<R extends Rollout>(
  rollout: R,
  { report, how }: { readonly report: ErrorReport; readonly how: How },
  world: Telling,
): Promise<WithErrors<R>> {
  // A phase has a reply of its own, and so has what comes before the first one.
  const reportId = `${rollout.id}-${rollout.marks.length}`;
  const before = rollout.errorsTold?.reportId === reportId ? rollout.errorsTold : null;
  const glance = glanceOf(report, reportId);
  const wasPosted = before?.isPosted === true;
  const print = printOf(report, how);
  const isWanted = how !== 'watching' || wasPosted || isWorthTelling(glance);
  const first =
    isWanted && before?.print !== print ? await reply(rollout, report, { reportId, how, wasPosted }, world) : [];
  const errorsTold: ErrorsTold = {
    ...{ reportId, glance, lookedAtMs: world.now() },
    ...{ isPosted: wasPosted || first.length > 0, print: isWanted ? print : '' },
  };
  return { rollout: { ...rollout, errorsTold }, first };
}

function read(rollout: Rollout, listsWithinMs: number, world: Telling): Promise<ErrorReport | null> {
  const untilMs = world.now();
  const fromMs = rollout.kind === 'rollback' ? untilMs - LATELY_MS : (rollout.marks.at(-1)?.atMs ?? beganAtMs(rollout));
  return errorReport(
    {
      ...{ at: homeOf(rollout), subject: rollout.canary, beside: rollout.stable?.revision ?? null },
      ...{ span: { fromMs, untilMs }, beforeMs: HOUR_MS, shifts: sharesOf(rollout), listsWithinMs },
    },
    world,
  );
}

/** A revision that a rollback leaves without a rollout had everything; one that never had users has nothing. */
export function sharesOf({ kind, marks }: Rollout): ErrorsAsked['shifts'] {
  if (kind === 'rollback') return null;
  return marks.length === 0 ? [{ atMs: 0, percent: 0 }] : marks.map(({ atMs, percent }) => ({ atMs, percent }));
}

type Reply = {
  readonly reportId: string;
  readonly how: How;
  readonly wasPosted: boolean;
};

/** Kept before it is posted: its buttons may be pressed at once. */
async function reply(
  { id, service, env, place, channel }: Rollout,
  report: ErrorReport,
  { reportId, how, wasPosted }: Reply,
  world: Telling,
): Promise<readonly Outgoing[]> {
  const shown = { at: { ...place, service }, service, env, report };
  const content = errorSummary(shown, reportId, how);
  if (content === null) return [];
  await world.reports.keep(reportId, shown);
  const key = `errors-${id}-${reportId.slice(id.length + 1)}`;
  const base = { ...content, oid: '', channel, urgent: how !== 'watching', key };
  return wasPosted ? [{ ...base, op: 'edit' }] : [{ ...base, op: 'post', threadKey: cardKey(id), broadcast: false }];
}

/** Changes when the reply says something else; that time goes on is nothing else. */
function printOf({ patterns, unread, holes }: ErrorReport, how: string): string {
  const said = patterns.map(({ id, standing, subject, muted }) => [id, standing, subject.requests, muted !== null]);
  return createHash('sha256')
    .update(JSON.stringify([how, said, unread > 0, holes.length]))
    .digest('hex')
    .slice(0, 16);
}
