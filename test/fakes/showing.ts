import type { Showing } from '../../src/core/showing.ts';

const HOUR_MS = 60 * 60_000;

export const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

/** What the worker saw `agoMs` before `nowMs`: three images, one of them live, and two revisions to go back to. */
export function aShowing(nowMs: number, agoMs = 0): Showing {
  return {
    takenAtMs: nowMs - agoMs,
    exists: true,
    images: [
      { tag: 'v2.1.0', digest: digestOf('a'), uploadedAtMs: nowMs - 3 * HOUR_MS },
      { tag: null, digest: digestOf('b'), uploadedAtMs: nowMs - 20 * HOUR_MS },
      { tag: 'v2.0.9', digest: digestOf('c'), uploadedAtMs: nowMs - 50 * HOUR_MS },
    ],
    live: { revision: 'api-gateway-00042-abc', digest: digestOf('c') },
    revisions: [
      {
        revision: 'api-gateway-00041-def',
        createdAtMs: nowMs - 80 * HOUR_MS,
        percent: 0,
        served: { untilMs: nowMs - 3 * HOUR_MS, end: 'replaced' },
      },
      {
        revision: 'api-gateway-r0123456789',
        createdAtMs: nowMs - 90 * HOUR_MS,
        percent: 0,
        served: { untilMs: nowMs - 70 * HOUR_MS, end: 'rolledBackFrom' },
      },
      { revision: 'api-gateway-00039-xyz', createdAtMs: nowMs - 100 * HOUR_MS, percent: 0, served: null },
    ],
    lastHour: { perSecond: 12, requests: 43_200, errorShare: 0.0002, slowShare: 0.003 },
  };
}
