import type { RevisionRecord } from '../cloud-run/records.ts';
import type { Fleet, Instance } from '../instances/fleet.ts';
import { memoryMb } from '../instances/sample.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import { logNormal, type Random } from '../seeded-random.ts';

/** `answered`: by the application, well or with an error. The others are Cloud Run's own words for what happened. */
export type Outcome = { kind: 'answered' | 'timedOut' | 'killed'; status: number; latencyMs: number };

/** What a request meets that is not of the image's making. */
export type Trouble = {
  /** Every revision of the service errs alike. */
  isOutage: boolean;
  /** A request that no revision can serve. */
  isSpoilt: boolean;
};

type Served = {
  behaviour: Behaviour;
  revision: RevisionRecord;
  fleet: Fleet;
  instance: Instance;
  /** When the instance takes it up. */
  atMs: number;
  trouble: Trouble;
  /** The service's time limit, as long as it is in this sandbox. */
  timeoutMs: number;
};

const MEDIAN_LATENCY_MS = 80;
/** With the median it gives a p99 of about 260 ms for a healthy revision. */
const LATENCY_SIGMA = 0.5;
const OUTAGE_ERROR_RATE = 0.4;
/** From being over the limit to being killed. */
const DYING_MS = 300;
const MINUTE_MS = 60_000;

/** What becomes of a request that has an instance. */
export function outcomeOf(random: Random, served: Served): Outcome {
  const { behaviour, instance, atMs, trouble, timeoutMs } = served;
  const timedOut: Outcome = { kind: 'timedOut', status: 504, latencyMs: timeoutMs };
  if (behaviour.hangShare !== undefined && random() < behaviour.hangShare) return timedOut;
  const cold = isCold(behaviour, instance, atMs) ? behaviour.cold : undefined;
  const factor = behaviour.latencyFactor * (cold?.latencyFactor ?? 1);
  const fails =
    random() < (cold?.errorRate ?? errorRateAt(behaviour, served.revision, atMs)) ||
    isSick(served) ||
    trouble.isSpoilt ||
    (trouble.isOutage && random() < OUTAGE_ERROR_RATE);
  const latencyMs = logNormal(random, MEDIAN_LATENCY_MS, LATENCY_SIGMA) * factor;
  const wasTooMuch = takeMemory(served);
  const { diesAtMs } = instance;
  if (diesAtMs !== null && (wasTooMuch || atMs + latencyMs > diesAtMs)) {
    return { kind: 'killed', status: 503, latencyMs: Math.max(1, diesAtMs - atMs) };
  }
  if (latencyMs > timeoutMs) return timedOut;
  return { kind: 'answered', status: fails ? failureStatus(random) : 200, latencyMs };
}

function isCold({ cold }: Behaviour, { firstRequestMs }: Instance, atMs: number) {
  return cold !== undefined && firstRequestMs !== null && atMs - firstRequestMs < cold.forMs;
}

/** In each minute another one of the instances, for a time between 20 and 40 s. */
function isSick({ behaviour, fleet, instance, atMs }: Served) {
  if (!behaviour.hasSickInstance) return false;
  const minute = Math.floor(atMs / MINUTE_MS);
  const forMs = 20_000 + 20_000 * ((minute * 0.618_033_988_75) % 1);
  return atMs % MINUTE_MS < forMs && fleet.instances[minute % fleet.instances.length] === instance;
}

/** True of the request that takes the instance over its limit: a moment later it is killed. */
function takeMemory({ behaviour, fleet, instance, atMs }: Served) {
  if (behaviour.leakMbPerRequest === undefined || instance.diesAtMs !== null) return false;
  instance.leakedMb += behaviour.leakMbPerRequest;
  const limitMb = fleet.settings.memoryMb;
  if (memoryMb(instance, limitMb) <= limitMb) return false;
  instance.diesAtMs = atMs + DYING_MS;
  return true;
}

function errorRateAt({ errorRate, bursts, goodForMs }: Behaviour, revision: RevisionRecord, atMs: number) {
  if (bursts && atMs % bursts.everyMs >= bursts.burstMs) return 0;
  const firstMs = revision.firstTrafficMs;
  if (goodForMs !== undefined && (firstMs === undefined || atMs < firstMs + goodForMs)) return 0;
  return errorRate;
}

/** Nearly always the application's own 500. */
function failureStatus(random: Random) {
  const drawn = random();
  if (drawn < 0.8) return 500;
  return drawn < 0.9 ? 502 : 503;
}
