import type { Probes } from '../src/core/catalog.ts';
import { nextProbes, probesOf } from '../src/core/probing.ts';
import type { Rollout, RolloutIn, Stored } from '../src/core/rollout.ts';
import { phaseAt } from '../src/core/rollout.ts';
import { CANARY_TAG } from '../src/core/traffic.ts';
import { openPreview, startBaking, startShifting } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { endFailed } from './fail.ts';
import { isTouched, stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { sendProbes } from './probe.ts';
import { beginRollback } from './rollback-begin.ts';

const PROBE_TIMEOUT_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;

/**
 * Asks the new revision itself, on its own URL, whether it is healthy and is what was deployed, and sends it its probes.
 * Only when that went well, and it is healthy still, does it get traffic. (A single writer has no second URL: it is asked on the service's, after it was started.)
 */
export async function verify(stored: Stored<RolloutIn<'verifying'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view && isTouched(view, rollout)) return stopForForeignChange(stored, view, world);
  const tagged = view?.serving.find(({ tag, revision }) => tag === CANARY_TAG && revision === rollout.canary);
  const url = (rollout.plan.singleWriter ? view?.uri : tagged?.uri) ?? null;
  const probes = probesLeft(rollout);
  if (url !== null && probes !== null && rollout.probed !== null) return sendProbes(stored, { url, probes }, world);
  const found = url !== null ? await check(url, rollout, world) : { failure: 'its URL is not there yet' };
  const nowMs = world.now();
  if ('passed' in found && url !== null && probes !== null) return sendProbes(stored, { url, probes }, world);
  if ('passed' in found) return passOn(stored, { detail: found.passed, url }, world);
  const failure = world.redact(found.failure);
  // Healthy before the probes, it has as long to be healthy after them.
  if (nowMs - (rollout.probed?.untilMs ?? rollout.sinceMs) > rollout.plan.verify.timeoutMs)
    return giveUp(stored, failure, world);
  const next = { ...rollout, lastFailure: failure };
  await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

/** What is still to be sent of its probes; null where none are, or all have been. */
function probesLeft(rollout: RolloutIn<'verifying'>): Probes | null {
  const probes = probesOf(rollout);
  return probes !== null && nextProbes(probes, rollout.probed, 1).length > 0 ? probes : null;
}

type Found = { readonly passed: string } | { readonly failure: string };

/** Passes when health answers 2xx and the version names the image's digest or tag. */
async function check(url: string, rollout: RolloutIn<'verifying'>, world: World): Promise<Found> {
  const { healthPath, versionPath } = rollout.plan.verify;
  const health = await world.probe.get(`${url}${healthPath}`, PROBE_TIMEOUT_MS);
  if (health.status < 200 || health.status > 299) return { failure: `${healthPath} answers ${answered(health)}` };
  const passed = `${healthPath} answers ${health.status}`;
  if (versionPath === null) return { passed };
  const version = await world.probe.get(`${url}${versionPath}`, PROBE_TIMEOUT_MS);
  if (version.status !== 200) return { failure: `${versionPath} answers ${answered(version)}` };
  const { digest, tag } = rollout.image;
  if (version.body.includes(digest) || (tag !== null && names(version.body, tag))) return { passed };
  return { failure: `${versionPath} names another version: ${version.body.slice(0, 80)}` };
}

/** As a word of its own: 1.2 is not named by 1.2.3, nor by 1.2-rc1. */
function names(body: string, tag: string): boolean {
  const words = body.match(/\w[\w.-]*/g) ?? [];
  return words.some((word) => word === tag || word.replace(/[.-]+$/, '') === tag);
}

function answered({ status, body }: { status: number; body: string }): string {
  return status === 0 ? `nothing (${body})` : String(status);
}

type Passed = { readonly detail: string; readonly url: string | null };

async function passOn(stored: Stored<RolloutIn<'verifying'>>, passed: Passed, world: World): Promise<void> {
  const nowMs = world.now();
  const event = { kind: 'verified', detail: passed.detail } as const;
  await commit(stored, { next: afterVerifying(stored, passed, nowMs), event, nextLookAtMs: nowMs }, world);
}

function afterVerifying({ rollout, version }: Stored<RolloutIn<'verifying'>>, { url }: Passed, nowMs: number): Rollout {
  const { percent } = phaseAt(rollout, 0);
  if (rollout.plan.singleWriter) {
    // A replaced writer serves everything from the moment it answers: the bake begins, the downtime is over.
    const stoppedAtMs = rollout.marks.at(-1)?.atMs ?? rollout.requestedAtMs;
    return { ...startBaking(rollout, { phaseIndex: 0, percent, nowMs }), downtimeMs: nowMs - stoppedAtMs };
  }
  // A first deploy serves everything from the moment it is Ready.
  if (rollout.stable === null) return startBaking(rollout, { phaseIndex: 0, percent, nowMs });
  const seen = { ...rollout, previewUrl: url };
  if (percent === 0) return openPreview(seen, { gate: version + 1, nowMs });
  return startShifting(seen, { toPhaseIndex: 0, by: null, nowMs });
}

/** A private service lets in whom its policy names. */
const REFUSED = / answers 40[13]$/;
const LET_IN =
  'If it is private, give the account that Slipway runs as the role Cloud Run Invoker on it; else mend the image. Then deploy again; no user saw it.';
const UNSEEN = 'Mend the image and deploy again; no user saw it.';
const ALL_ALONE =
  'The service exists now, with this revision alone and all its traffic: mend the image and deploy again.';

async function giveUp(stored: Stored<RolloutIn<'verifying'>>, failure: string, world: World): Promise<void> {
  const { rollout } = stored;
  const cause = `It is Ready, but ${failure}.`;
  if (!rollout.plan.singleWriter) {
    return endFailed(stored, { cause, nextStep: nextStepFor(rollout, failure) }, world);
  }
  await beginRollback(stored, { who: null, text: cause }, world);
}

function nextStepFor({ stable }: RolloutIn<'verifying'>, failure: string): string {
  if (stable === null) return ALL_ALONE;
  return REFUSED.test(failure) ? LET_IN : UNSEEN;
}
