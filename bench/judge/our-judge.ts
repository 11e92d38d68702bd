import { judge as judgeTrial } from '../../src/core/judge/judge.ts';
import { ledgerUpTo } from '../../src/core/judge/ledger-up-to.ts';
import type { JudgeParams } from '../../src/core/judge/params.ts';
import { DEFAULT_PARAMS } from '../../src/core/judge/params.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { HarnessJudge, HarnessState, HarnessVerdict } from './harness.ts';
import type { Memory } from './state-of.ts';
import { newMemory, readNews, seenOf, trialOf } from './state-of.ts';

const KEPT_MS = 30 * 60_000;
const FOLDED_EVERY_MS = 5 * 60_000;

/** Called after each tick with what the judge alone took, and how far the rollout was. */
export type Watch = (tookMs: number, nowMs: number) => void;

/** Our judge as the harness wants it; `judge-params` by name as the harness hands them over: `our-judge.ts?alpha=0.02`. */
export function make(overrides: Partial<JudgeParams> = {}, watch: Watch = () => {}): HarnessJudge {
  const params = { ...DEFAULT_PARAMS, ...overrides };
  let memory: Memory | null = null;
  return (state) => {
    memory ??= newMemory(state);
    readNews(state, memory);
    const startedMs = performance.now();
    const verdict = look(state, memory, params);
    watch(performance.now() - startedMs, state.now * 1000);
    return answer(verdict, state.phase.isFinal);
  };
}

function look(state: HarnessState, memory: Memory, params: JudgeParams): Verdict {
  const trial = trialOf(state);
  const seen = seenOf(state, memory);
  const untilMs = seen.nowMs - KEPT_MS;
  if (untilMs >= Math.max(0, memory.ledger?.untilMs ?? 0) + FOLDED_EVERY_MS) {
    const ledger = ledgerUpTo(trial, seen, { ledger: memory.ledger, untilMs, params });
    memory.ledger = ledger;
    const old = memory.windows.findIndex(({ atMs, lengthMs }) => atMs + lengthMs > ledger.untilMs);
    memory.windows.splice(0, Math.max(0, old));
  }
  return judgeTrial(trial, seen, memory.ledger, params);
}

/** In the bench the last phase ends by itself. */
function answer({ kind, needs, because }: Verdict, isFinal: boolean): HarnessVerdict {
  if (kind === 'fail') return { verdict: 'rollback', reason: because };
  if (isFinal || needs === 'time') return { verdict: 'hold', reason: because };
  return { verdict: kind === 'pass' ? 'advance' : 'ask', reason: because };
}
