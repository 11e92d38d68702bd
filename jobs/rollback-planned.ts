import { redact } from '../src/core/redaction/redact.ts';
import type { AskedFor } from '../src/core/request.ts';
import { startRollback } from '../src/core/rollback-transitions.ts';
import { type Rollout, type RolloutIn, type Stored, stableOf } from '../src/core/rollout.ts';
import { settling } from '../src/core/settling.ts';
import { abort } from '../src/core/transitions.ts';
import { alreadyDone, rollingBack } from '../src/messages/answered.ts';
import { answerTo } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { nextFence } from './effect.ts';
import { homeOf, type World } from './job.ts';
import { beginRollback } from './rollback-begin.ts';
import { currentOf } from './rollback-target.ts';

type Plan = Stored<RolloutIn<'planned'>>;

const MAX_TRIES = 50;

/** Begins a rollback whose target is known: on the live rollout where there is one, else as a record of its own. */
export async function startPlannedRollback(asked: AskedFor, plan: Plan, world: World): Promise<Reply> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const live = await world.rollouts.live(plan.rollout.service, plan.rollout.env);
    const reply = live ? await turnLiveRound(asked, plan, live, world) : await beginOnItsOwn(asked, plan, world);
    if (reply !== 'conflict') return reply;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

async function turnLiveRound(asked: AskedFor, plan: Plan, live: Stored, world: World): Promise<Reply | 'conflict'> {
  const { because } = plan.rollout;
  const stable = stableOf(plan.rollout);
  const { rollout } = live;
  const isRollback = rollout.state === 'rollingBack' && rollout.endsAs === 'rolledBack';
  const goesThere = isRollback && rollout.stable.revision === stable.revision;
  if (goesThere || rollout.settled.includes(asked.key)) return { content: alreadyDone(rollout) };
  const also = [answerTo(asked, rollout, rollingBack({ ...rollout, stable }))];
  const reason = { who: asked.userId, text: because ?? BY_HAND };
  const turning = { ...live, rollout: settling(rollout, asked.key) };
  const outcome = await beginRollback(turning, reason, world, { stable, also });
  if (outcome.kind !== 'done') return 'conflict';
  await useUp(plan, world);
  return null;
}

/** A question is answered once: its button must not roll back what comes after. */
async function useUp(plan: Plan, world: World): Promise<void> {
  if (plan.version === 0) return;
  const next = abort(plan.rollout, { who: null, text: 'done on the rollout that was live' }, world.now());
  await commit(plan, { next, event: { kind: 'expired' }, nextLookAtMs: null }, world);
}

/** Done by this run of the job or by an earlier one. Version 0: the plan itself was never stored. */
async function beginOnItsOwn(asked: AskedFor, plan: Plan, world: World): Promise<Reply | 'conflict'> {
  const { rollout, version } = plan;
  const names = { service: rollout.service, env: rollout.env };
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return { refusal: { kind: 'noService', ...names } };
  const current = await currentOf(view, { ...names, to: stableOf(rollout).revision }, world);
  if (current !== rollout.canary) {
    const because = `${current} serves now, the question was asked about ${rollout.canary}`;
    return { refusal: { kind: 'planChanged', ...names, because } };
  }
  const nowMs = world.now();
  const fence = await nextFence(names, view, world);
  const reason = { who: asked.userId, text: redact(rollout.because ?? BY_HAND) };
  const next = startRollback(rollout, {
    stable: stableOf(rollout),
    reason,
    endsAs: 'rolledBack',
    fence,
    nowMs,
  });
  const event = { kind: 'rollbackBegan', reason, fromPercent: next.fromPercent } as const;
  const also = [answerTo(asked, next, rollingBack(next))];
  const outcome = await commit(version === 0 ? null : plan, { next, event, nextLookAtMs: nowMs, also }, world);
  if (outcome.kind === 'done') return null;
  const now = await world.rollouts.read(rollout.id);
  return now && hasBegun(now.rollout) ? { content: alreadyDone(now.rollout) } : 'conflict';
}

function hasBegun({ state }: Rollout): boolean {
  return state !== 'planned';
}

export const BY_HAND = 'rolled back by hand';
