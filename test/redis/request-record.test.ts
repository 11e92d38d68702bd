import { expect, test } from 'vitest';
import { LONGEST_MUTE_MS } from '../../src/core/patterns/mute-choice.ts';
import type { Request } from '../../src/core/request.ts';
import { askedForRecord } from '../../src/redis/request-record.ts';

const asked = (request: object) => ({
  ...{ key: 'k', userId: 'U0ANA', askedAtMs: 1, request },
  replyTo: { channel: 'C0PROD', userId: 'U0ANA', responseUrl: null },
});
const at = { service: 'api-gateway', env: 'prod' };
const pattern = { reportId: 'asked-0123456789', patternId: '0123456789', rootTs: null };

test.for<Request>([
  { kind: 'errors', ...at, rolloutId: null, sinceMs: null },
  { kind: 'errors', ...at, rolloutId: '0a1b2c3d4e', sinceMs: 1 },
  { kind: 'mutePattern', ...pattern, forMs: LONGEST_MUTE_MS },
  { kind: 'unmutePattern', ...pattern, rootTs: '1.5' },
  { kind: 'allPatterns', reportId: 'asked-0123456789', rootTs: null },
])('what is asked about errors comes off the queue as it was: $kind', (request) => {
  expect(askedForRecord.parse(JSON.parse(JSON.stringify(asked(request)))).request).toEqual(request);
});

test.for([LONGEST_MUTE_MS + 1, 0, -1, 1.5, null])('nobody mutes for %s ms by a job put there by hand', (forMs) => {
  expect(askedForRecord.safeParse(asked({ kind: 'mutePattern', ...pattern, forMs })).success).toBe(false);
});
