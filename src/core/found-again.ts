import { carried } from './carried.ts';
import type { Environment, Service } from './catalog.ts';
import { sharesOf } from './foreign-change.ts';
import { asDeployed, phasesOf, planOf, revisionName } from './plan.ts';
import { hasEnded, type Plan, type Rollout, type RolloutIn } from './rollout.ts';
import type { RevisionView, ServiceView } from './service-view.ts';
import { isOnItsWay, type Trace, taggedBeside, traceOn } from './trace.ts';
import { CANARY_TAG, isOnly, STABLE_TAG, sameSplit, soleServer, split, splitText } from './traffic.ts';
import { planned } from './transitions.ts';

/** A preview waits for days at most; later, a tag without users is only what a rollout that ended has left. */
const PREVIEW_LIVES_MS = 7 * 24 * 60 * 60_000;

type Place = { readonly service: Service; readonly env: Environment };

/** A service that looks as if a rollout were on its way there. */
export type Suspect = Place & {
  readonly view: ServiceView;
  readonly trace: Trace;
  readonly canary: string;
  /** What it goes back to; null for a first deploy, undefined where the service does not tell. */
  readonly stable: string | null | undefined;
  /** The canary's real share. */
  readonly percent: number;
};

/** What Redis and Cloud Run know besides. */
export type Facts = {
  /** The record of the very rollout, which has ended; null where there is none. */
  readonly known: Rollout | null;
  readonly canary: RevisionView | null;
  readonly stable: RevisionView | null;
  /** Higher than any before. */
  readonly fence: number;
  readonly nowMs: number;
};

export type Found =
  | { readonly kind: 'nothing' }
  /** Cloud Run is still at it: the next look tells. */
  | { readonly kind: 'notYet' }
  | { readonly kind: 'rollout'; readonly rollout: RolloutIn<'paused'> }
  | { readonly kind: 'report'; readonly because: string; readonly nextStep: string };

/** Null where nothing on the service says that a rollout of Slipway's is on its way, or stopped half-way. */
export function suspectOn({ service, env }: Place, view: ServiceView): Suspect | null {
  const trace = traceOn(view);
  // Two environments may lie in one place; each has its own rollouts.
  if (trace === null || (trace.intent !== null && trace.intent.env !== env.name)) return null;
  const canary = revisionName(service.name, trace.rolloutId);
  const stable = trace.intent ? trace.intent.stable : (taggedBeside(view, canary) ?? undefined);
  const suspect = { service, env, view, trace, canary, stable, percent: split(view.serving).get(canary) ?? 0 };
  return isHalfWay(suspect) || isBeingTried(suspect) ? suspect : null;
}

/** Of a rollback, too, is seen that it never became real; one that did looks like any service. */
function isHalfWay({ view, trace, service }: Suspect): boolean {
  const isOurs = isOnItsWay(trace) || trace.state === 'rollingBack';
  return isOurs && (!view.settled || !sameSplit(view.traffic, view.serving) || isStoppedWriter(service, view));
}

function isStoppedWriter({ singleWriter }: Service, { manualInstances }: ServiceView): boolean {
  return singleWriter && manualInstances === 0;
}

function isBeingTried({ view, trace, canary, percent }: Suspect): boolean {
  const isTagged = view.serving.some(({ tag, revision }) => tag === CANARY_TAG && revision === canary);
  return isOnItsWay(trace) && (percent > 0 || isTagged);
}

/**
 * What is to be done about a suspect that no live record stands for: a record made anew, paused, where everything that it
 * needs can be known; else a word to people. Nothing is moved by either.
 */
export function foundAgain(suspect: Suspect, facts: Facts): Found {
  if (!suspect.view.settled) return { kind: 'notYet' };
  const harmless = withoutHarm(suspect, facts);
  if (harmless !== null) return { kind: harmless };
  const whyNot = whyNotRebuilt(suspect, facts);
  if (whyNot !== null) return { kind: 'report', because: whyNot, nextStep: repairOf(suspect) };
  return { kind: 'rollout', rollout: rebuilt(suspect, facts) };
}

/** How it ended was told, or nobody is on it and nobody will be. Null: it needs somebody. */
function withoutHarm(suspect: Suspect, { known, canary, nowMs }: Facts): 'nothing' | 'notYet' | null {
  const { service, view, stable, percent } = suspect;
  const isSplit = percent > 0 && soleServer(view.serving) === null;
  if (known !== null && hasEnded(known) && (!isSplit || isLeftSo(known, view))) return 'nothing';
  const isAskedFor = stable !== null && split(view.traffic).has(suspect.canary);
  if (percent > 0 || isAskedFor || isStoppedWriter(service, view) || !isOnItsWay(suspect.trace)) return null;
  // What cannot serve has failed, and what is long forgotten has ended.
  if (canary === null || canary.ready === 'no' || nowMs - canary.createdAtMs > PREVIEW_LIVES_MS) return 'nothing';
  return canary.ready === 'pending' ? 'notYet' : null;
}

/** Others made this split, and a person left it to them: that was told when the rollout ended. */
function isLeftSo(known: Rollout, { serving }: ServiceView): boolean {
  return known.state === 'aborted' && JSON.stringify(known.leftAs) === JSON.stringify(sharesOf(serving));
}

function whyNotRebuilt(suspect: Suspect, { known, canary }: Facts): string | null {
  const { service, view, trace, stable, percent } = suspect;
  if (isStoppedWriter(service, view)) return 'it is stopped, and whoever was to start it again is not known';
  if (!sameSplit(view.traffic, view.serving)) return `${splitText(view.traffic)} was asked for and did not become real`;
  if (known !== null) return `the rollout that it belongs to ${hasEnded(known) ? 'has ended' : 'never started'}`;
  if (!/^[UW][A-Z0-9]{1,20}$/.test(trace.by)) return 'it does not say who asked for it';
  if (stable === undefined) return 'it does not say what served before';
  if (canary === null) return `${suspect.canary} no longer exists`;
  if (!isOnly(view.serving, stable === null ? [suspect.canary] : [suspect.canary, stable])) {
    return 'a revision that does not belong to it has traffic';
  }
  return phaseIndexOf(suspect) === null ? `no phase of the catalog has ${percent} %` : null;
}

function deployedAs({ service, trace, stable }: Suspect): Service {
  return asDeployed(service, { strategyAsked: trace.intent?.strategyAsked ?? null, stable: asStable(stable, '') });
}

function asStable(revision: string | null | undefined, image: string) {
  return revision ? { revision, image } : null;
}

/** A canary that had no users yet begins anew with the first phase. */
function phaseIndexOf(suspect: Suspect): number | null {
  if (suspect.percent === 0) return 0;
  const index = phasesOf(deployedAs(suspect)).findLastIndex(({ percent }) => percent === suspect.percent);
  return index === -1 ? null : index;
}

function rebuilt(suspect: Suspect, facts: Facts): RolloutIn<'paused'> {
  const { service, env, view, trace, percent } = suspect;
  const { nowMs, fence } = facts;
  const strategyAsked = trace.intent?.strategyAsked ?? null;
  const targetReady = facts.stable ? facts.stable.ready === 'yes' : null;
  const plan: Plan = { ...planOf(deployedAs(suspect), env.checklist, { strategyAsked, targetReady }), hash: '' };
  const requestedAtMs = facts.canary?.createdAtMs ?? nowMs;
  const [, digest = ''] = (facts.canary?.image ?? '').split('@');
  const beginning = planned(
    {
      id: trace.rolloutId,
      kind: 'deploy',
      service: service.name,
      env: env.name,
      place: { project: env.project, region: env.region },
      image: { repository: service.image, tag: trace.intent?.tag ?? null, digest },
      canary: suspect.canary,
      stable: asStable(suspect.stable, facts.stable?.image ?? ''),
      plan,
      channel: env.channel,
      requestedBy: trace.by,
      requestedAtMs,
      because: null,
      fence,
    },
    nowMs,
  );
  const text = `Slipway lost its memory and found this rollout on the service: ${splitText(view.serving)}`;
  return {
    ...carried(beginning),
    startedAtMs: requestedAtMs,
    marks: percent > 0 ? [{ percent, atMs: nowMs, requests: 0, errors: 0 }] : [],
    state: 'paused',
    phaseIndex: phaseIndexOf(suspect) ?? 0,
    bakedMs: 0,
    sinceMs: nowMs,
    reason: { who: null, text },
    passed: percent > 0 || service.singleWriter ? 'health' : 'start',
    foreign: null,
  };
}

/** The command that leaves the service whole. */
export function repairOf({ service, env, view, stable }: Suspect): string {
  const goal = stable ?? view.serving.find(({ tag }) => tag === STABLE_TAG)?.revision ?? null;
  const isThere = goal !== null && soleServer(view.serving) === goal && soleServer(view.traffic) === goal;
  if (isStoppedWriter(service, view) && (isThere || goal === null)) {
    const before = Number(view.annotations['slipway/scaling-before']);
    const scaling = Number.isInteger(before) && before > 0 ? before : 'auto';
    const at = `--project ${env.project} --region ${env.region}`;
    return `gcloud run services update ${service.name} ${at} --scaling=${scaling}`;
  }
  return `/rollback ${service.name} ${env.name}${goal === null ? '' : ` to ${goal} now`}`;
}
