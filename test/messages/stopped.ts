import type { Foreign, ForeignChange } from '../../src/core/foreign.ts';
import type { Stopped } from '../../src/core/foreign-change.ts';
import { at, common, ROLLOUTS } from './rollouts.ts';

const { canary } = common;
const stable = common.stable.revision;
const theirs = 'api-gateway-00043-xyz';

const was = [
  { revision: canary, percent: 5 },
  { revision: stable, percent: 95 },
];
const base: ForeignChange = {
  who: 'alice of acme.example',
  client: 'gcloud',
  traffic: null,
  template: null,
  tags: [],
};
const template = { revision: theirs, image: 'us-docker.pkg.dev/acme/apps/api-gateway:v2.2.0' };

/** What others may have done, by what it is called in tests. */
export const CHANGES = {
  traffic: {
    ...base,
    traffic: {
      was,
      now: [
        { revision: canary, percent: 60 },
        { revision: stable, percent: 40 },
      ],
    },
  },
  rolledBack: {
    ...base,
    client: 'cloud-console',
    traffic: { was, now: [{ revision: stable, percent: 100 }] },
    tags: [{ tag: 'canary', was: canary, now: null }],
  },
  template: { ...base, client: 'terraform', template },
  tags: {
    ...base,
    who: null,
    client: null,
    tags: [
      { tag: 'canary', was: canary, now: null },
      { tag: 'stable', was: stable, now: theirs },
    ],
  },
  third: { ...base, traffic: { was, now: [{ revision: theirs, percent: 100 }] }, template },
} as const satisfies Record<string, ForeignChange>;

/** Stopped four minutes into its first phase. */
export function stoppedFor(
  change: ForeignChange,
  over: Partial<Pick<Stopped, 'passed' | 'plan' | 'reason'>> = {},
): Stopped {
  const foreign: Foreign = { ...change, gate: 12, seenAtMs: at(6) };
  const reason = { who: null, text: 'alice of acme.example changed it outside Slipway' };
  return { ...ROLLOUTS.paused, reason, foreign, ...over };
}
