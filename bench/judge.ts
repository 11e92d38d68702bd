import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JUDGE_VERSION } from '../src/core/judge/params.ts';
import type { Row, Run, Scenario } from './judge/harness.ts';
import { fmt, HEAD, summarize } from './judge/harness.ts';
import { play } from './judge/rounds.ts';
import { tickTimes } from './judge/tick-time.ts';
import { finish, quantile, rounded, say } from './measure/result.ts';

const CANARY = join(import.meta.dirname, 'canary');
const OURS = join(import.meta.dirname, 'judge', 'our-judge.ts');

/** The judges of others, and the prototype ours began with; what their rules are is said in their files. */
const PEERS = {
  'runbook, literal': 'a-seeds.mjs',
  'release-manager': 'b-release-manager.mjs',
  flagger: 'c-flagger.mjs',
  kayenta: 'd-kayenta.mjs',
  'z-test': 'e-ztest.mjs',
  'slack z-score': 'g-slack-z.mjs',
  mSPRT: 'h-msprt.mjs',
  prototype: 'f-judge.mjs',
} as const;

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: join(CANARY, 'scenarios-dev.json') },
    reps: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    family: { type: 'string', default: '' },
    'judge-params': { type: 'string', default: '' },
    'no-peers': { type: 'boolean', default: false },
  },
});

/** One row of the harness, in the words of the issue. */
function figures(row: Row) {
  return {
    falseRB: rounded(row.falseRb, 2),
    missed: rounded(row.missed, 2),
    late: rounded(row.lateCaught, 2),
    d50: row.delay50,
    d90: row.delay90,
    outSec: rounded(row.outSec, 2),
    unsAdv: rounded(row.unsupAdv, 2),
    advOut: rounded(row.advOut, 2),
    hProm: rounded(row.hPromEnough, 1),
    hAsk: rounded(row.hAsked, 1),
    COST: rounded(row.cost, 2),
  };
}

/** From the fault to the rollback where nine in ten of the canary's requests fail and there are ten a second or more. */
function totalFailureD50(runs: readonly Run[], scenarios: readonly Scenario[]): number {
  const total = scenarios.filter(({ rps, canary }) => rps >= 10 && (canary?.errAdd ?? 0) >= 0.9).map(({ id }) => id);
  const delays = runs.flatMap(({ id, delay, outcome }) =>
    total.includes(id) && outcome === 'rolledback' && delay !== null ? [delay] : [],
  );
  return quantile(delays, 0.5);
}

function readScenarios(): Scenario[] {
  const { scenarios }: { scenarios: Scenario[] } = JSON.parse(readFileSync(values.scenarios, 'utf8'));
  return scenarios.filter(({ family }) => new RegExp(values.family).test(family));
}

async function main(): Promise<void> {
  const scenarios = readScenarios();
  const round = { scenarios, reps: Number(values.reps), seed: Number(values.seed) };
  const cores = Math.min(2, availableParallelism());
  const params = values['judge-params'] === '' ? '' : `?${values['judge-params'].replaceAll(',', '&')}`;
  say(HEAD);
  const runs = await play(`${OURS}${params}`, round, cores);
  const row = summarize(runs);
  say(fmt('slipway', row));
  for (const family of new Set(runs.map((run) => run.family))) {
    say(fmt(`   ${family}`, summarize(runs.filter((run) => run.family === family))));
  }
  const peers: Record<string, ReturnType<typeof figures>> = {};
  for (const [name, file] of values['no-peers'] ? [] : Object.entries(PEERS)) {
    const peerRow = summarize(await play(join(CANARY, 'judges', file), round, cores));
    say(fmt(name, peerRow));
    peers[name] = figures(peerRow);
  }
  const ticks = tickTimes();
  const result = {
    ...figures(row),
    totalFailureD50: totalFailureD50(runs, scenarios),
    msPerTick: rounded(ticks.all, 3),
    msPerTickEarly: rounded(ticks.early, 3),
    msPerTickLate: rounded(ticks.late, 3),
    rollouts: runs.length,
    judgeVersion: JUDGE_VERSION,
    seed: round.seed,
    peers,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

finish(main());
