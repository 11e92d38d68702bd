import { foreignChange } from '../src/core/foreign-change.ts';
import { never } from '../src/core/never.ts';
import { beganAtMs, type RolloutIn, type Stable, type Stored, stableOf } from '../src/core/rollout.ts';
import type { RevisionView, ServiceView } from '../src/core/service-view.ts';
import { fenceOf, isNewestOfTrace, traceOn } from '../src/core/trace.ts';
import { CANARY_TAG, STABLE_TAG, soleRows, soleServer, split, type TrafficRow } from '../src/core/traffic.ts';
import { nextDeployStep, startVerifying } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { type Applied, applyOnce } from './effect.ts';
import { endFailed } from './fail.ts';
import { deployedText, isTouched, movedText, stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';

const LOOK_AGAIN_MS = 500;
/** Log entries come seconds late; 3 s in the middle is what the judge reckons with for the request log. */
const LOGS_LATE_MS = 3_000;
/** The confirm was for another split: to write on this one would overwrite what somebody did. */
export const MOVED = 'Somebody moved traffic outside Slipway since the plan was confirmed.';

/** Brings a canary into being: a new revision at 0 % with its tag, then a wait until it is Ready. */
export async function deploy(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const { step } = stored.rollout;
  if (step === 'create') await createRevision(stored, world);
  else if (step === 'explain') await explain(stored, world);
  else await awaitReady(stored, world);
}

async function createRevision(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const { id: rolloutId, canary: revision, stable } = rollout;
  const made = { revision, rolloutId, image: `${rollout.image.repository}@${rollout.image.digest}` };
  let newestBefore: string | null = null;
  const applied = await applyOnce(
    stored,
    async (view, annotations) => {
      if (isOwnCreation(view, rollout)) return { kind: 'accepted' };
      // Whoever deployed between two tries changed the template that this one would be made from.
      // The first write of an earlier rollout, carried out late, did not: it set its own image, as this one will.
      if (newestBefore === null || isNewestOfTrace(view)) newestBefore = view.latestCreated;
      const isTheirs = view.latestCreated !== newestBefore && view.latestCreated !== revision;
      if (!isAsConfirmed(view, stable) || isTheirs) return { kind: 'foreign' };
      const traffic = stable ? atZero(view.traffic, revision, stable) : allOfIt(view.traffic, revision);
      return world.cloudRun.createRevision(view, { ...made, traffic, withoutInstance: false, annotations });
    },
    world,
    stable === null
      ? (annotations) =>
          world.cloudRun.createService(homeOf(rollout), { ...made, traffic: allOfIt([], revision), annotations })
      : null,
  );
  if (applied.kind !== 'applied') return notCreated(stored, applied, world);
  const nowMs = world.now();
  const next = nextDeployStep(rollout, 'ready', nowMs);
  await commit(stored, { next, event: { kind: 'revisionCreated' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

async function notCreated(
  stored: Stored<RolloutIn<'deploying'>>,
  applied: Exclude<Applied, { readonly kind: 'applied' }>,
  world: World,
): Promise<void> {
  switch (applied.kind) {
    case 'stale':
      return;
    case 'outranked':
      // Taken over for good, or done long ago by a record that Redis has lost since: then its users are a person's to answer.
      return stopForForeignChange(stored, applied.view, world);
    case 'foreign':
      return endFailed(stored, { cause: othersCause(stored.rollout, applied.view), nextStep: ASK_THEM }, world);
    case 'gone':
      return endFailed(
        stored,
        { cause: 'The service no longer exists.', nextStep: 'Create it, then deploy again.' },
        world,
      );
    case 'refused':
      return endFailed(
        stored,
        { cause: applied.because, nextStep: 'Mend what Cloud Run names, then deploy again.' },
        world,
      );
    default:
      return never(applied);
  }
}

const ASK_THEM = 'Ask them whether it is to stay, then deploy again.';

function othersCause({ stable }: RolloutIn<'deploying'>, view: ServiceView): string {
  if (!isAsConfirmed(view, stable)) return `${MOVED} ${movedText(view)}.`;
  return `${deployedText(view)}.`;
}

/** The confirm was for stable serving everything, or for nothing serving; on another split a write would overwrite somebody's. */
function isAsConfirmed(view: ServiceView, stable: Stable | null): boolean {
  return stable ? soleServer(view.traffic) === stable.revision : view.settled && split(view.serving).size === 0;
}

/**
 * A first deploy has this one write. When it was carried out and the read after it was not answered, the version has moved
 * on and the step's mark is of the one before: what serves is ours all the same.
 */
function isOwnCreation({ annotations }: ServiceView, { id, stable }: RolloutIn<'deploying'>): boolean {
  return stable === null && annotations['slipway/rollout'] === id;
}

/** A first revision: there is nothing else that could serve, so no 0 % is possible. */
function allOfIt(before: readonly TrafficRow[], canary: string): readonly TrafficRow[] {
  return soleRows(before, canary, [{ tag: CANARY_TAG, revision: canary }]);
}

/** Stable keeps everything by name; the canary gets a tag, and so a URL of its own, but no traffic. */
function atZero(before: readonly TrafficRow[], canary: string, stable: Stable): readonly TrafficRow[] {
  return soleRows(before, stable.revision, [
    { tag: STABLE_TAG, revision: stable.revision },
    { tag: CANARY_TAG, revision: canary },
  ]);
}

async function awaitReady(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const at = homeOf(rollout);
  // The revision after the service: one that has failed by then tells why Cloud Run may have put traffic and tags back.
  const view = await world.cloudRun.read(at);
  const revision = await world.cloudRun.readRevision(at, rollout.canary);
  if (view && revision?.ready !== 'no' && isTouched(view, rollout) && !isBareAgain(view, rollout)) {
    if (!hasGoneBack(view, rollout)) return stopForForeignChange(stored, view, world);
    const nextStep = `See whether ${stableOf(rollout).revision} is Ready and who changed the service last, then deploy again.`;
    return endFailed(stored, { cause: TAGS_GONE, nextStep }, world);
  }
  const nowMs = world.now();
  // The tag's URL exists only once the route has been made real.
  const hasUrl = view?.serving.some((row) => row.tag === CANARY_TAG && row.revision === rollout.canary);
  if (revision?.ready === 'yes' && hasUrl) {
    const event = { kind: 'revisionReady', tookMs: nowMs - beganAtMs(rollout) } as const;
    await commit(stored, { next: startVerifying(rollout, nowMs), event, nextLookAtMs: nowMs }, world);
    return;
  }
  if (revision?.ready === 'no') {
    // Its last words are still on their way: logs come seconds late.
    const next = nextDeployStep(rollout, 'explain', nowMs);
    await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOGS_LATE_MS }, world);
    return;
  }
  const { readyTimeoutMs } = world.catalog().timing;
  if (nowMs - rollout.sinceMs > readyTimeoutMs) {
    const cause = `The revision was not ready within ${Math.round(readyTimeoutMs / 1000)} s.`;
    return endFailed(
      stored,
      { cause, nextStep: `Look at its start-up logs, then deploy again.${leftBehind(rollout)}` },
      world,
    );
  }
  await commit(stored, { next: rollout, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

const TAGS_GONE = "Its tags are gone: Cloud Run could not make the canary's address real, or somebody took them away.";

/** A first deploy that does not come up has nothing to go back to: Cloud Run takes its traffic away, and says why a moment later. */
function isBareAgain(view: ServiceView, rollout: RolloutIn<'deploying'>): boolean {
  const isOurs = fenceOf(view) <= rollout.fence && traceOn(view)?.rolloutId === rollout.id;
  return rollout.stable === null && isOurs && view.traffic.length === 0;
}

/** Where one of the revisions is not Ready, Cloud Run may go back to what stood there before: all but the new revision. */
function hasGoneBack(view: ServiceView, rollout: RolloutIn<'deploying'>): boolean {
  const change = foreignChange(view, rollout);
  if (rollout.stable === null || fenceOf(view) > rollout.fence || change === null) return false;
  if (change.traffic !== null || change.template !== null) return false;
  // Our tags may have stood elsewhere before, where an earlier rollout left them.
  if (change.tags.length === 2) return true;
  // Or it had left stable's where it stands now. Our write was the last that anybody knows of: no tool is named after it.
  const isCanarys = change.tags.some(({ tag }) => tag === CANARY_TAG);
  return isCanarys && change.client === null && traceOn(view)?.rolloutId === rollout.id;
}

/** Says what the revision died of, in Cloud Run's words and in those of its own logs. */
async function explain(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const revision = await world.cloudRun.readRevision(homeOf(stored.rollout), stored.rollout.canary);
  const found = neverReady(revision ?? { reason: null, message: 'the revision no longer exists' });
  await endFailed(stored, { ...found, nextStep: `${found.nextStep}${leftBehind(stored.rollout)}` }, world);
}

/** A first deploy that did not come up leaves a service behind; the next deploy goes on from there. */
function leftBehind({ stable, service, env }: RolloutIn<'deploying'>): string {
  if (stable !== null) return '';
  return ` The service exists now, without a revision that is ready: /deploy ${service} ${env} tries again with a new one.`;
}

/** What to do about the reasons that Cloud Run gives for a revision that does not come up. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  HEALTH_CHECK_CONTAINER_ERROR: 'Read its start-up logs below: it must listen on $PORT in time.',
  CONTAINER_MISSING: 'Push the image again or deploy another one.',
  CONTAINER_PERMISSION_DENIED: "Grant Cloud Run's service agent read access to the registry.",
  CONTAINER_IMAGE_UNAUTHORIZED: "Grant Cloud Run's service agent read access to the registry.",
  SECRETS_ACCESS_CHECK_FAILED: "Check that every secret version exists and that the service's account may read it.",
  PROGRESS_DEADLINE_EXCEEDED: 'Look for a slow start or a blocked dependency in its logs.',
};

export function neverReady({ reason, message }: Pick<RevisionView, 'reason' | 'message'>): {
  cause: string;
  nextStep: string;
} {
  const why = message ?? 'Cloud Run gives no reason';
  return {
    cause: reason === null ? why : `${reason}: ${why}`,
    nextStep: NEXT_STEPS[reason ?? ''] ?? 'Look at its conditions and logs in the console.',
  };
}
