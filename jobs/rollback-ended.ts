import { redact } from '../src/core/redaction/redact.ts';
import type { AskedFor } from '../src/core/request.ts';
import { startRollback } from '../src/core/rollback-transitions.ts';
import { hasEnded, type Rollout, type RolloutIn, type Stable } from '../src/core/rollout.ts';
import { standsOn } from '../src/core/standing.ts';
import { planned } from '../src/core/transitions.ts';
import { CLOCK_MARGIN_MS } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { nextFence } from './effect.ts';
import { homeOf, type World } from './job.ts';
import { rolloutId } from './plan.ts';
import { BY_HAND } from './rollback-planned.ts';

type Names = { readonly service: string; readonly env: string };
type Asking = { readonly asked: AskedFor; readonly because: string | null };
/** It has gone back, or never had users, and leaves the place to whoever comes next. */
type Gone = RolloutIn<'aborted' | 'failed'> & { readonly stable: Stable };

/** How many of the newest rollouts are searched for the one that ended. */
const LOOKED_AT = 50;

/**
 * `/rollback` was said while a rollout was live, and found it ended with its traffic back: one revision further would be the
 * good one's turn. What is left of the wish is its freeze, which a record of its own puts there under the lock, so that no
 * plan that waits starts in between; nothing is written to Cloud Run. `notYet`: there is no such rollout.
 */
export async function freezeWhatEnded(
  { asked, because }: Asking,
  names: Names,
  world: World,
): Promise<Reply | 'notYet' | 'conflict'> {
  const gone = await lastGone(names, world);
  if (gone === null || gone.endedAtMs < asked.askedAtMs - CLOCK_MARGIN_MS) return 'notYet';
  const view = await world.cloudRun.read(homeOf(gone));
  const { revision } = gone.stable;
  if (view === null || !standsOn(view, revision)) return 'notYet';
  const fence = await nextFence(names, view, world);
  const next = standingRollback({ gone, asked, because }, fence, world.now());
  const event = { kind: 'rollbackBegan', reason: next.reason, fromPercent: 0 } as const;
  const outcome = await commit(null, { next, event, nextLookAtMs: next.sinceMs }, world);
  if (outcome.kind !== 'done') return 'conflict';
  return { refusal: { kind: 'alreadyRolledBack', ...names, revision } };
}

/** The rollout of this place that ended last, unless it ended with its canary or was rolled back and frozen. */
async function lastGone({ service, env }: Names, world: World): Promise<Gone | null> {
  const recent = (await world.rollouts.recent(LOOKED_AT)).map(({ rollout }) => rollout);
  const [last] = recent
    .filter((one) => one.service === service && one.env === env && one.fence > 0)
    .filter(hasEnded)
    .sort((one, other) => other.endedAtMs - one.endedAtMs);
  return last && isGone(last) ? last : null;
}

function isGone(rollout: Rollout): rollout is Gone {
  return (rollout.state === 'aborted' || rollout.state === 'failed') && rollout.stable !== null;
}

/** A rollback whose traffic stands already: all that is left of it is to report. */
function standingRollback(
  { gone, asked, because }: Asking & { readonly gone: Gone },
  fence: number,
  nowMs: number,
): RolloutIn<'rollingBack'> {
  const { service, env, place, channel, image, canary, stable, plan } = gone;
  const home = { service, env, place, channel, image, canary, stable, plan };
  const asking = { requestedBy: asked.userId, requestedAtMs: nowMs, because };
  const beginning = planned({ ...home, ...asking, id: rolloutId(asked), kind: 'rollback', fence }, nowMs);
  const reason = { who: asked.userId, text: redact(because ?? BY_HAND) };
  const begun = startRollback(beginning, { stable, reason, endsAs: 'rolledBack', fence, nowMs });
  return { ...begun, step: 'report', fromPercent: 0 };
}
