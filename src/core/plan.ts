import type { Environment, Phase, Service, Strategy } from './catalog.ts';
import type { Judging } from './judging.ts';
import { whoMay } from './policy.ts';
import type { Image, Plan, Stable } from './rollout.ts';

/** Everything the requester is shown and a confirm is bound to. */
export type Proposal = {
  readonly service: Service;
  readonly env: Environment;
  readonly image: Image;
  readonly stable: Stable | null;
  readonly requestedBy: string;
  readonly because: string | null;
  readonly checklist: readonly string[];
};

/** Minutes a plan may wait for its confirm (product.md: 10 min). */
export const PLAN_LIVES_MS = 10 * 60_000;

/**
 * The phases a service really goes through. Only a canary knows a split; the others have the bake at 100 % alone, and
 * `blue-green` before it a phase without users, which a person ends by switching.
 */
export function phasesOf({ strategy, phases }: Pick<Service, 'strategy' | 'phases'>): readonly Phase[] {
  if (strategy === 'canary') return phases;
  const atOnce = phases.filter((phase) => phase.percent === 100);
  if (strategy === 'replace') return atOnce;
  const preview = atOnce.map((phase): Phase => ({ ...phase, percent: 0, bakeMs: 0, advance: 'press' }));
  return [...preview, ...atOnce];
}

/**
 * The service as one deploy takes it: the way that was asked for, else the catalog's. A first deploy has nothing to be
 * compared with: no share but all of it says anything.
 */
export function asDeployed(
  service: Service,
  { strategyAsked, stable }: { readonly strategyAsked: Strategy | null; readonly stable: Stable | null },
): Service {
  return { ...service, strategy: stable === null ? 'replace' : (strategyAsked ?? service.strategy) };
}

/** A rollback goes no way of its own, and its target is what it is about. */
const NOT_SHOWN = { strategyAsked: null, targetReady: null } as const;

/** All of a plan but its hash, which is made when everything is known. `service`: as it is deployed. */
export function planOf(
  service: Service,
  checklist: readonly string[],
  { strategyAsked, targetReady }: Pick<Plan, 'strategyAsked' | 'targetReady'> = NOT_SHOWN,
): Omit<Plan, 'hash'> {
  const { strategy, singleWriter, verify } = service;
  const phases = phasesOf(service);
  return { strategy, strategyAsked, singleWriter, targetReady, phases, verify, judging: judgingOf(service), checklist };
}

/** How a canary of it is judged, besides the criteria of its phases. */
export function judgingOf({ warmUpMs, sessionAffinity, probes, signal }: Service): Judging {
  return { warmUpMs, counts: sessionAffinity ? 'clients' : 'requests', probes, signal };
}

/** The canonical text of a proposal; its SHA-256 is the plan's hash. Field order is fixed here, not by the caller. */
export function fingerprint(proposal: Proposal): string {
  const { service, env, image, stable, requestedBy, because, checklist } = proposal;
  const approvers = whoMay('advance', env);
  return JSON.stringify([
    service.name,
    env.name,
    [env.project, env.region, env.channel],
    [approvers.users, approvers.groups],
    [image.repository, image.digest],
    stable && [stable.revision, stable.image],
    service.strategy,
    service.singleWriter,
    service.sessionAffinity,
    phasesOf(service).map(({ percent, bakeMs, advance, criteria }) => [
      percent,
      bakeMs,
      advance,
      criteria.maxErrorShare,
      criteria.slowOverMs,
      criteria.maxSlowShare,
      criteria.minRequests,
      criteria.mustExclude,
      criteria.maxFailed,
      criteria.maxCpu,
      criteria.maxMemory,
    ]),
    [service.warmUpMs, service.probes, service.signal],
    [service.verify.healthPath, service.verify.versionPath],
    requestedBy,
    because,
    checklist,
  ]);
}

/** `<service>-r<id>`, the service name cut so that it fits Cloud Run's 63 characters. The name is the idempotency key. */
export function revisionName(service: string, rolloutId: string): string {
  const suffix = `-r${rolloutId}`;
  return `${service.slice(0, 63 - suffix.length)}${suffix}`;
}
