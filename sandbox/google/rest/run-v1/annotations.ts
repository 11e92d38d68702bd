import { Code, RpcError } from '../../rpc-error.ts';

/** Where v1 keeps what are fields in v2. Values are text; yes and no are `true` and `false` in any case of letters. */
export const Annotation = {
  client: 'run.googleapis.com/client-name',
  clientVersion: 'run.googleapis.com/client-version',
  operation: 'run.googleapis.com/operation-id',
  creator: 'serving.knative.dev/creator',
  lastModifier: 'serving.knative.dev/lastModifier',
  description: 'run.googleapis.com/description',
  launchStage: 'run.googleapis.com/launch-stage',
  ingress: 'run.googleapis.com/ingress',
  ingressStatus: 'run.googleapis.com/ingress-status',
  urls: 'run.googleapis.com/urls',
  scalingMode: 'run.googleapis.com/scalingMode',
  manualInstances: 'run.googleapis.com/manualInstanceCount',
  serviceMin: 'run.googleapis.com/minScale',
  serviceMax: 'run.googleapis.com/maxScale',
  revisionMin: 'autoscaling.knative.dev/minScale',
  revisionMax: 'autoscaling.knative.dev/maxScale',
  cpuThrottling: 'run.googleapis.com/cpu-throttling',
  cpuBoost: 'run.googleapis.com/startup-cpu-boost',
  sessionAffinity: 'run.googleapis.com/sessionAffinity',
  executionEnvironment: 'run.googleapis.com/execution-environment',
  healthCheckDisabled: 'run.googleapis.com/health-check-disabled',
} as const;

type TextMap = Record<string, string>;

const SYSTEM = /^([a-z0-9-]+\.)*(googleapis\.com|knative\.dev)\//;
/** Written by gcloud itself; in v2 it is an ordinary label. */
const NONCE = 'client.knative.dev/nonce';
const KNOWN = new Set<string>(Object.values(Annotation));

/** The people's own annotations and labels, without Google's. @throws INVALID_ARGUMENT for one of Google's that is not emulated */
export function ownOf(map: TextMap | null | undefined): TextMap {
  const entries = Object.entries(map ?? {});
  const unknown = entries.find(([key]) => isSystem(key) && !KNOWN.has(key));
  if (unknown) throw new RpcError(Code.invalidArgument, `metadata: the sandbox does not emulate ${unknown[0]}`);
  return Object.fromEntries(entries.filter(([key]) => !isSystem(key)));
}

/** Labels that only Google sets come back from gcloud as they were shown, and say nothing. */
export function ownLabels(map: TextMap | null | undefined): TextMap {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => !isSystem(key)));
}

/** Leaves out what has no value. */
export function textMap(map: Record<string, string | number | boolean | null | undefined>): TextMap {
  const said = Object.entries(map).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(said.map(([key, value]) => [key, String(value)]));
}

export const isYes = (text: string | undefined) => text?.toLowerCase() === 'true';
const isSystem = (key: string) => SYSTEM.test(key) && key !== NONCE;
