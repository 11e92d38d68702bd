import { expect, test } from 'vitest';
import { type Behaviour, behaviours } from '../../../sandbox/google/registry/behaviour.ts';
import { describeBehaviour } from '../../../sandbox/google/registry/describe-behaviour.ts';

const { healthy } = behaviours;

test.for<[Partial<Behaviour>, string]>([
  [{}, 'does its work'],
  [{ errorRate: 0.0125 }, 'fails 1.25 % of requests'],
  [{ errorRate: 1 }, 'fails every request'],
  [{ latencyFactor: 3 }, 'takes 3 times as long'],
  [{ errorRate: 0.3, bursts: { burstMs: 5_000, everyMs: 30_000 } }, 'fails 30 % of requests for 5 s in every 30 s'],
  [{ errorRate: 0.2, goodForMs: 30_000 }, 'is fine for its first 30 s of traffic, then fails 20 % of requests'],
  [{ errorRate: 0.05, latencyFactor: 2 }, 'fails 5 % of requests, takes 2 times as long'],
  [{ hangShare: 0.1 }, 'never answers 10 % of requests'],
  [
    { cold: { forMs: 4_000, errorRate: 0.08, latencyFactor: 8 } },
    'is 8 times as slow and fails 8 % of requests in the first 4 s of each instance',
  ],
  [{ leakMbPerRequest: 12 }, 'keeps 12 MiB of memory for each request'],
  [{ spinningCpu: 0.95, latencyFactor: 1.5 }, 'takes 1.5 times as long, keeps 95 % of its CPU busy'],
  [{ mostPerSecond: 0.25 }, 'needs an instance for every 0.25 requests a second'],
  [{ mostPerSecond: 2, hasSickInstance: true }, 'has one instance that fails everything for 20 to 40 s of each minute'],
  [{ ownErrorShare: 0.02 }, 'logs an error for 2 % of requests that it answers'],
  [{ healthStatus: 503 }, 'answers its health check with 503'],
  [{ claimsVersion: 'v9' }, 'says it is v9'],
  [{ start: 'crash', errorRate: 1 }, 'exits while it starts, so it never gets traffic'],
  [{ start: 'missing' }, 'cannot be pulled, so it never starts'],
])('an image that %j %s', ([behaviour, words]) => {
  expect(describeBehaviour({ ...healthy, ...behaviour })).toBe(words);
});
