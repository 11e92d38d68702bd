import { withRollouts } from './cli-redis.ts';
import { BUCKET_MS } from './core/evidence/evidence.ts';
import { JUDGE_VERSION } from './core/judge/params.ts';
import type { Replayed } from './core/judge/replay.ts';
import { readTurned, type Turned, turnedText } from './core/judge/turned.ts';
import type { WhatIf } from './core/judge/what-if.ts';
import type { Rollout } from './core/rollout.ts';
import { replayText, whatIfText } from './messages/replay.ts';
import type { Rollouts } from './ports/memory.ts';
import { redisEvidence } from './redis/evidence.ts';
import { EVIDENCE_LIVES_MS } from './redis/retention.ts';
import { type Archive, replay, whatIf } from './replay.ts';

export type ReplayWish = {
  readonly rolloutId: string;
  /** As it was typed, like `alpha=0.001,margin=2`; null: none was turned. */
  readonly params: string | null;
  /** One JSON object in place of the tables. */
  readonly json: boolean;
};

type Say = (line: string) => void;

/**
 * Makes the verdicts of a rollout again from the stored evidence; it needs Redis alone. Resolves to the exit code: 0 when
 * all of them are the same, 1 when one is not or cannot be made again, 2 for parameters that the judge does not have.
 * @throws when Redis is away.
 */
export async function printReplay(wish: ReplayWish, say: Say): Promise<number> {
  const read = wish.params === null ? { turned: null } : readTurned(wish.params);
  if ('problem' in read) {
    say(read.problem);
    return 2;
  }
  return withRollouts(({ space, rollouts }) => {
    const nowMs = Date.now();
    const evidence = redisEvidence(space, { now: () => nowMs, windowMs: () => BUCKET_MS });
    const archive = { ...evidence, keptMs: EVIDENCE_LIVES_MS, nowMs };
    return print({ wish, turned: read.turned }, { rollouts, archive }, say);
  }, say);
}

type Asked = { readonly wish: ReplayWish; readonly turned: Turned | null };
type World = { readonly rollouts: Pick<Rollouts, 'read' | 'judged'>; readonly archive: Archive };

async function print({ wish, turned }: Asked, { rollouts, archive }: World, say: Say): Promise<number> {
  const stored = await rollouts.read(wish.rolloutId);
  if (!stored) {
    say(
      `Nothing is known of a rollout ${wish.rolloutId}. Its ten digits stand at the end of its card and in its history.`,
    );
    return 1;
  }
  const judged = await rollouts.judged(wish.rolloutId);
  const rows = await replay(judged, archive);
  const other = turned === null ? null : await whatIf(judged, turned, archive);
  say(wish.json ? asJson(stored.rollout, rows, other) : asText(stored.rollout, rows, turned, other));
  return rows.every(({ now, differences }) => now !== null && differences.length === 0) ? 0 : 1;
}

function asText(rollout: Rollout, rows: readonly Replayed[], turned: Turned | null, other: WhatIf | null): string {
  const table = replayText(rollout, rows, JUDGE_VERSION);
  return turned === null || other === null ? table : `${table}\n\n${whatIfText(turnedText(turned), other)}`;
}

function asJson({ id, service, env }: Rollout, rows: readonly Replayed[], other: WhatIf | null): string {
  return JSON.stringify({ rollout: id, service, env, judgeVersion: JUDGE_VERSION, verdicts: rows, whatIf: other });
}
