import { STRATEGIES, type Strategy } from './catalog.ts';
import type { Rollout, State } from './rollout.ts';
import type { ServiceView } from './service-view.ts';
import { CANARY_TAG, STABLE_TAG } from './traffic.ts';

/** What a service alone cannot tell of the rollout that wrote to it, and what finding it again needs. */
export type Intent = {
  readonly env: string;
  /** The revision it goes back to; null for a first deploy. */
  readonly stable: string | null;
  readonly strategyAsked: Strategy | null;
  /** The image's tag, for people. */
  readonly tag: string | null;
};

/** What the last write of a rollout left on its service. */
export type Trace = {
  readonly rolloutId: string;
  /** Version and state of the record that the write was made from. */
  readonly version: number;
  readonly state: string;
  readonly fence: number;
  /** The Slack user id of whoever asked for it, or who or what turned it back. */
  readonly by: string;
  /** null where an older Slipway wrote. */
  readonly intent: Intent | null;
};

const ROLLOUT = 'slipway/rollout';
const STEP = 'slipway/step';
const FENCE = 'slipway/fence';
const ACTOR = 'slipway/actor';
const INTENT = 'slipway/intent';

/** The annotations of one write, some 300 bytes of the 256 kB that Cloud Run allows. */
export function traceOf(rollout: Rollout, version: number): Readonly<Record<string, string>> {
  const { env, stable, plan, image } = rollout;
  const { strategyAsked } = plan;
  const intent: Intent = { env, stable: stable?.revision ?? null, strategyAsked, tag: image.tag };
  return {
    [ROLLOUT]: rollout.id,
    [STEP]: `${version}-${rollout.state}`,
    [FENCE]: String(rollout.fence),
    [ACTOR]: rollout.state === 'rollingBack' ? (rollout.reason.who ?? 'judge') : rollout.requestedBy,
    [INTENT]: JSON.stringify(intent),
  };
}

type Traced = Pick<ServiceView, 'annotations'>;

/**
 * True where exactly this write has been carried out. The fence belongs to it: a rollout that was found again counts its
 * versions anew, and must not take an old step for its own.
 */
export function carries(view: Traced, written: Readonly<Record<string, string>>): boolean {
  return [ROLLOUT, STEP, FENCE].every((name) => view.annotations[name] === written[name]);
}

/** The last write was this rollout's, made in the state that it still is in: of the same decision, perhaps by an earlier look. */
export function isLastWriter(view: Traced, { id, fence, state }: Rollout): boolean {
  const trace = traceOn(view);
  return trace?.rolloutId === id && trace.fence === fence && trace.state === state;
}

/** The highest fence that any rollout has left on the service; 0 for none. */
export function fenceOf({ annotations }: Traced): number {
  const fence = Number(annotations[FENCE] ?? '0');
  return Number.isSafeInteger(fence) ? fence : 0;
}

/** Null where no rollout has written, or nothing that can be read. */
export function traceOn(view: Traced): Trace | null {
  const { annotations } = view;
  const rolloutId = annotations[ROLLOUT] ?? '';
  const [, version, state] = /^(\d+)-(\w+)$/.exec(annotations[STEP] ?? '') ?? [];
  if (!/^[0-9a-f]{10}$/.test(rolloutId) || version === undefined || state === undefined) return null;
  const by = annotations[ACTOR] ?? '';
  return {
    rolloutId,
    version: Number(version),
    state,
    fence: fenceOf(view),
    by,
    intent: intentIn(annotations[INTENT]),
  };
}

/** The last write of a rollout that had neither ended nor turned back when it was made. */
const ON_ITS_WAY: readonly State[] = ['deploying', 'shifting'];

export function isOnItsWay({ state }: Trace): boolean {
  return ON_ITS_WAY.some((one) => one === state);
}

/** What the rollout that is on its way here goes back to; null where none is, or it has nothing to go back to. */
export function stableLeftBy(view: ServiceView, canary: string): string | null {
  const trace = traceOn(view);
  if (trace === null || !isOnItsWay(trace) || !canary.endsWith(`-r${trace.rolloutId}`)) return null;
  return trace.intent ? trace.intent.stable : taggedBeside(view, canary);
}

/** The newest revision was made by the rollout whose marks are on the service: nobody has deployed since. */
export function isNewestOfTrace(view: Traced & Pick<ServiceView, 'latestCreated'>): boolean {
  const trace = traceOn(view);
  return trace !== null && view.latestCreated.endsWith(`-r${trace.rolloutId}`);
}

/** An older Slipway left its two tags alone. */
export function taggedBeside({ serving }: Pick<ServiceView, 'serving'>, canary: string): string | null {
  const of = (wanted: string) => serving.find(({ tag }) => tag === wanted)?.revision ?? null;
  return of(CANARY_TAG) === canary ? of(STABLE_TAG) : null;
}

function intentIn(json: string | undefined): Intent | null {
  const { env, stable, strategyAsked, tag } = fieldsIn(json ?? '');
  const strategy = STRATEGIES.find((one) => one === strategyAsked) ?? null;
  if (typeof env !== 'string' || !isTextOrNull(stable) || !isTextOrNull(tag)) return null;
  return { env, stable, strategyAsked: strategy, tag };
}

function fieldsIn(json: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(json);
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
