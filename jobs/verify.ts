import { redact } from '../src/core/redact.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { phaseAt } from '../src/core/rollout.ts';
import { CANARY_TAG } from '../src/core/traffic.ts';
import { startBaking, startShifting } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { endFailed } from './fail.ts';
import { homeOf, type World } from './job.ts';
import { beginRollback } from './rollback-begin.ts';

const PROBE_TIMEOUT_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Asks the new revision itself, on its own URL, whether it is healthy and is what was deployed. Only then does it get
 * traffic. (A single writer has no second URL: it is asked on the service's, after it was started.)
 */
export async function verify(stored: Stored<RolloutIn<'verifying'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const view = await world.cloudRun.read(homeOf(rollout));
  const tagged = view?.serving.find(({ tag, revision }) => tag === CANARY_TAG && revision === rollout.canary);
  const url = rollout.plan.strategy === 'replace' ? view?.uri : tagged?.uri;
  const found = url ? await firstFailure(url, rollout, world) : 'its URL is not there yet';
  const failure = found === null ? null : redact(found);
  const nowMs = world.now();
  if (failure === null) return passOn(stored, rollout.plan.verify.healthPath, world);
  if (nowMs - rollout.sinceMs > rollout.plan.verify.timeoutMs) return giveUp(stored, failure, world);
  const next = { ...rollout, lastFailure: failure };
  await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

/** null when health answers 2xx and the version names the image's digest or tag. */
async function firstFailure(url: string, rollout: RolloutIn<'verifying'>, world: World): Promise<string | null> {
  const { healthPath, versionPath } = rollout.plan.verify;
  const health = await world.probe.get(`${url}${healthPath}`, PROBE_TIMEOUT_MS);
  if (health.status < 200 || health.status > 299) return `${healthPath} answers ${answered(health)}`;
  if (versionPath === null) return null;
  const version = await world.probe.get(`${url}${versionPath}`, PROBE_TIMEOUT_MS);
  if (version.status !== 200) return `${versionPath} answers ${answered(version)}`;
  const { digest, tag } = rollout.image;
  const isIt = version.body.includes(digest) || (tag !== null && version.body.includes(tag));
  return isIt ? null : `${versionPath} names another version: ${version.body.slice(0, 80)}`;
}

function answered({ status, body }: { status: number; body: string }): string {
  return status === 0 ? `nothing (${body})` : String(status);
}

async function passOn(stored: Stored<RolloutIn<'verifying'>>, healthPath: string, world: World): Promise<void> {
  const { rollout } = stored;
  const nowMs = world.now();
  const event = { kind: 'verified', detail: `${healthPath} answers 200` } as const;
  if (rollout.plan.strategy === 'canary') {
    const next = startShifting(rollout, { toPhaseIndex: 0, by: null, nowMs });
    await commit(stored, { next, event, nextLookAtMs: nowMs }, world);
    return;
  }
  // A replaced writer serves everything from the moment it answers: the bake begins, the downtime is over.
  const stoppedAtMs = rollout.marks.at(-1)?.atMs ?? rollout.requestedAtMs;
  const baking = startBaking(rollout, { phaseIndex: 0, percent: phaseAt(rollout, 0).percent, nowMs });
  const next = { ...baking, downtimeMs: nowMs - stoppedAtMs };
  await commit(stored, { next, event, nextLookAtMs: nowMs }, world);
}

async function giveUp(stored: Stored<RolloutIn<'verifying'>>, failure: string, world: World): Promise<void> {
  const { rollout } = stored;
  const cause = `It is Ready, but ${failure}.`;
  if (rollout.plan.strategy === 'canary') {
    return endFailed(stored, { cause, nextStep: 'Mend the image and deploy again; no user saw it.' }, world);
  }
  await beginRollback(stored, { who: null, text: cause }, world);
}
