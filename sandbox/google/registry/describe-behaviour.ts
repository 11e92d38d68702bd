import { type Behaviour, USUAL_ERROR_RATE } from './behaviour.ts';

/** What a container made from an image does, in a few words that can follow the image's name. */
export function describeBehaviour(behaviour: Behaviour): string {
  if (behaviour.start === 'crash') return 'exits while it starts, so it never gets traffic';
  if (behaviour.start === 'missing') return 'cannot be pulled, so it never starts';
  const words = [errorsOf, slownessOf, hangsOf, coldOf, needsOf, sicknessOf, noiseOf, healthOf, versionOf].map(
    (wordsOf) => wordsOf(behaviour),
  );
  return words.filter((word) => word !== null).join(', ') || 'does its work';
}

function errorsOf({ errorRate, bursts, goodForMs }: Behaviour): string | null {
  if (errorRate < USUAL_ERROR_RATE) return null;
  const share = errorRate === 1 ? 'every request' : `${percentOf(errorRate)} of requests`;
  if (bursts) return `fails ${share} for ${bursts.burstMs / 1000} s in every ${bursts.everyMs / 1000} s`;
  if (goodForMs !== undefined) return `is fine for its first ${goodForMs / 1000} s of traffic, then fails ${share}`;
  return `fails ${share}`;
}

function slownessOf({ latencyFactor }: Behaviour): string | null {
  return latencyFactor === 1 ? null : `takes ${latencyFactor} times as long`;
}

function hangsOf({ hangShare }: Behaviour): string | null {
  return hangShare === undefined ? null : `never answers ${percentOf(hangShare)} of requests`;
}

function coldOf({ cold }: Behaviour): string | null {
  if (cold === undefined) return null;
  const { forMs, errorRate, latencyFactor } = cold;
  return `is ${latencyFactor} times as slow and fails ${percentOf(errorRate)} of requests in the first ${forMs / 1000} s of each instance`;
}

function needsOf({ leakMbPerRequest, spinningCpu, mostPerSecond, hasSickInstance }: Behaviour): string | null {
  if (leakMbPerRequest !== undefined) return `keeps ${leakMbPerRequest} MiB of memory for each request`;
  if (spinningCpu !== undefined) return `keeps ${percentOf(spinningCpu)} of its CPU busy`;
  if (mostPerSecond === undefined || hasSickInstance) return null;
  return `needs an instance for every ${mostPerSecond} requests a second`;
}

function sicknessOf({ hasSickInstance }: Behaviour): string | null {
  return hasSickInstance ? 'has one instance that fails everything for 20 to 40 s of each minute' : null;
}

function noiseOf({ ownErrorShare }: Behaviour): string | null {
  return ownErrorShare === undefined
    ? null
    : `logs an error for ${percentOf(ownErrorShare)} of requests that it answers`;
}

const percentOf = (share: number) => `${Number((share * 100).toFixed(2))} %`;

function healthOf({ healthStatus }: Behaviour): string | null {
  return healthStatus === 200 ? null : `answers its health check with ${healthStatus}`;
}

function versionOf({ claimsVersion }: Behaviour): string | null {
  return claimsVersion === undefined ? null : `says it is ${claimsVersion}`;
}
