import type { Probes } from '../src/core/catalog.ts';
import { failsTooOften, mostThatMayFail, nextProbes, type ProbeOutcome, withOutcomes } from '../src/core/probing.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { probeFailure } from '../src/messages/probes.ts';
import { commit } from './commit.ts';
import { endFailed } from './fail.ts';
import type { World } from './job.ts';

/** So often some are sent: one look is over in a second, or a few where the new revision hangs. */
const SLICE_MS = 1_000;
const AT_ONCE = 10;
const PROBE_TIMEOUT_MS = 5_000;

/** Where and what: `url` is the new revision's own. */
type Target = { readonly url: string; readonly probes: Probes };

/**
 * Sends the probes of one second to the new revision's own URL, and counts them. It has no users yet, and gets none when
 * they surely fail too often. Sent twice they are counted once: of two looks at the same version one commits.
 */
export async function sendProbes(
  stored: Stored<RolloutIn<'verifying'>>,
  { url, probes }: Target,
  world: World,
): Promise<void> {
  const { rollout } = stored;
  const sinceMs = world.now();
  const paths = nextProbes(probes, rollout.probed, probes.perSecond);
  const outcomes = await askAll(paths, url, world);
  const untilMs = world.now();
  const probed = withOutcomes(probes, { probed: rollout.probed, outcomes }, { sinceMs, untilMs });
  const next = { ...rollout, probed, lastFailure: null };
  const most = mostThatMayFail(rollout.plan);
  if (failsTooOften(probes, probed, most)) {
    return endFailed({ ...stored, rollout: next }, probeFailure(probed, most), world);
  }
  await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: Math.max(untilMs, sinceMs + SLICE_MS) }, world);
}

/**
 * A few at a time; those that would begin when the look should be over are left for the next one. Outcomes stand in the
 * order in which they were asked for, whoever answered first: the first of all warm the revision, and count less.
 */
async function askAll(paths: readonly string[], url: string, world: World): Promise<readonly ProbeOutcome[]> {
  const startedAtMs = world.now();
  const left = [...paths];
  const asked: Promise<ProbeOutcome>[] = [];
  const askOn = async (): Promise<void> => {
    const path = left.shift();
    if (path === undefined) return;
    const outcome = ask(path, url, world);
    asked.push(outcome);
    await outcome;
    if (world.now() - startedAtMs < SLICE_MS) await askOn();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askOn));
  return Promise.all(asked);
}

/** A path that is declared must answer: to be redirected is an answer, to be refused or not to be found is none. */
async function ask(path: string, url: string, world: World): Promise<ProbeOutcome> {
  const sinceMs = world.now();
  const { status, body } = await world.probe.get(`${url}${path}`, PROBE_TIMEOUT_MS);
  const tookMs = Math.max(0, world.now() - sinceMs);
  if (status >= 200 && status < 400) return { failure: null, tookMs };
  return { failure: world.redact(`${path} answers ${status === 0 ? `nothing (${body})` : status}`), tookMs };
}
